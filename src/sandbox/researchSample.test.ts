import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { dayMs } from '../base/time.ts'
import { person } from '../identity/testApprovals.ts'
import { partnerByWallet } from '../partners/find.ts'
import { publishedDossier } from '../research/find.ts'
import { transaction } from '../world/command.ts'
import { enterPartners } from './partners.ts'
import { fillResearch } from './researchSample.ts'

test('every researched demo wallet has a published dossier whose sources say that they are samples', async () => {
  const w = await testWorld()
  await person(w, 'business')
  await person(w, 'risk')
  await transaction(w, (i) => enterPartners(i, w.now() - 90 * dayMs, 90))
  await fillResearch(w)
  await fillResearch(w)
  for (const wallet of ['alipay', 'wechatpay', 'quickpass', 'jdpay', 'alipayhk', 'grabpay', 'douyinpay', 'paypal']) {
    const partner = await partnerByWallet(w, wallet)
    const dossier = await publishedDossier(w, partner?.id ?? '')
    expect([wallet, dossier?.version ?? null]).toEqual([wallet, ['douyinpay', 'paypal'].includes(wallet) ? null : 1])
    if (!dossier) continue
    expect(dossier.content.sources.every(({ isSample }) => isSample)).toBe(true)
    expect(partner?.sharePpm).toBe(dossier.content.figures.find(({ kind }) => kind === 'share')?.value)
  }
})
