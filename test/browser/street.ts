import { sampleTerms } from '../../src/agreements/sample.ts'
import type { Terms } from '../../src/agreements/terms.ts'
import { present } from '../../src/base/assert.ts'
import { checkoutRoutes } from '../../src/checkout/routes.ts'
import { pay } from '../../src/payments/pay.ts'
import { paymentRoutes } from '../../src/payments/routes.ts'
import { saveAccount, storedAccount } from '../../src/wallets/store.ts'
import { transaction } from '../../src/world/command.ts'
import { open } from '../doors.ts'
import { type Till, till } from '../paying.ts'
import { builtPages } from './pages.ts'

/** A shop with a checkout and a shopper's phone, each on a port of its own, and the network between them. */
export type Street = {
  shop: Till
  url: string
  phoneUrl: string
  /** A new order at the checkout: the address of its page. */
  order(changes?: Parameters<Till['order']>[0]): Promise<{ payment: string; page: string }>
}

export async function street(terms: Terms = sampleTerms(), passwordAboveFen?: bigint): Promise<Street> {
  const [checkout, phone] = await Promise.all([builtPages('checkout'), builtPages('phone')])
  const shop = await till({ phoneDir: phone, terms, ...(passwordAboveFen === undefined ? {} : { passwordAboveFen }) })
  const { url } = await open(shop.w, [...paymentRoutes, ...checkoutRoutes], {
    staticDirs: [
      { prefix: '/checkout/', dir: checkout, fallback: 'index.html' },
      { prefix: '/checkout-assets/', dir: checkout },
    ],
  })
  const account = present(await storedAccount(shop.w, 'alipay'), 'the till has its account')
  await transaction(shop.w, (i) =>
    saveAccount(i, { ...account, gateway: `${shop.alipay.url}/gateway.do`, notifyUrl: `${url}/v1/notices/alipay` }),
  )
  return {
    shop,
    url,
    phoneUrl: `${shop.alipay.url}/`,
    order: async (changes = {}) => {
      const opened = await pay(
        shop.w,
        shop.order({ product: 'online', wallet: null, returnUrl: `${url}/health/live`, ...changes }),
        null,
        'test',
      )
      return { payment: opened.payment, page: `${url}/checkout/${opened.checkoutToken}` }
    },
  }
}

/** The sample agreement with its limits on one payment lifted: Alipay asks for a password only above 1,000 CNY. */
export function unlimitedTerms(): Terms {
  const terms = sampleTerms()
  const rows = terms.clauses.limits.rows.map((row) => ({ ...row, perPayment: null, perDay: null, perMonth: null }))
  return { ...terms, clauses: { ...terms.clauses, limits: { ...terms.clauses.limits, rows } } }
}
