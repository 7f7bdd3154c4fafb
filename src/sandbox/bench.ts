import { present } from '../base/assert.ts'
import type { Id } from '../base/id.ts'
import { dayMs } from '../base/time.ts'
import { merchantsAfter } from '../merchants/find.ts'
import { partnerByWallet } from '../partners/find.ts'
import { transaction } from '../world/command.ts'
import type { Fetch, World } from '../world/world.ts'
import { connectAlipay, openAlipay } from './alipay.ts'
import { conclude } from './contracts.ts'
import { alipayTerms } from './demoTerms.ts'
import { openMerchants } from './merchants.ts'
import { enterPartners } from './partners.ts'

/** A world to be measured: an agreement really signed, and Alipay's wire format without the socket. */
export async function openBenchWorld(
  w: World,
  home: string,
): Promise<{ w: World; merchant: Id<'mer'>; code(): string; stop(): Promise<void> }> {
  await transaction(w, async (i) => {
    await enterPartners(i, i.now(), 0)
    await openMerchants(i)
    await connectAlipay(
      i,
      present(await partnerByWallet(i, 'alipay'), 'alipay is entered').id,
      'http://alipay.bench/gateway.do',
      '',
    )
  })
  const partner = present(await partnerByWallet(w, 'alipay'), 'alipay is entered')
  const signed = await conclude(w, {
    partner: partner.id,
    wallet: 'alipay',
    terms: alipayTerms(w.now() - dayMs),
    until: 'signed',
  })
  const alipay = await openAlipay(w, { home, port: null, deliver: w.fetch, terms: () => signed })
  const fetch: Fetch = (url, init) => alipay.fetch(url, init)
  const [merchant] = await merchantsAfter(w, '', 1)
  const shopper = alipay.phone.wallets().find(({ id }) => id === 'wang')?.id ?? ''
  return {
    w: { ...w, fetch },
    merchant: present(merchant, 'merchants are open').id,
    code: () => alipay.phone.code(shopper).code,
    stop: () => alipay.stop(),
  }
}
