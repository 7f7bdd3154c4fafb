import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { approvedScorecard } from '../evaluation/find.ts'
import { partnerByWallet } from '../partners/find.ts'
import { transaction } from '../world/command.ts'
import { fillEvaluations } from './evaluationSample.ts'
import { enterPartners } from './partners.ts'
import { employPeople } from './people.ts'

test('the sample scores the wallets once, with one card still open, and a second start changes nothing', async () => {
  const w = await testWorld()
  await transaction(w, async (i) => {
    await employPeople(i)
    await enterPartners(i, w.now(), 3)
  })
  await fillEvaluations(w)
  await fillEvaluations(w)
  const totals = await Promise.all(
    ['alipay', 'wechatpay', 'quickpass', 'jdpay', 'alipayhk', 'grabpay', 'douyinpay', 'paypal'].map(async (wallet) => {
      const partner = await partnerByWallet(w, wallet)
      const card = partner && (await approvedScorecard(w, partner.id))
      return card && { totalPpm: card.card.totalPpm, due: card.due }
    }),
  )
  expect(totals.map((one) => one === null)).toEqual([false, false, false, false, false, false, true, true])
  const order = totals.slice(0, 4).map((one) => one?.totalPpm ?? 0)
  expect(order).toEqual([...order].sort((a, b) => b - a))
})
