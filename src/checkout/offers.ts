import { written } from '../agreements/arithmetic.ts'
import { inForce } from '../agreements/inForce.ts'
import { limitsOf } from '../agreements/limits.ts'
import { allows } from '../agreements/scope.ts'
import { standingStop } from '../agreements/stops.ts'
import type { Money } from '../base/money.ts'
import { merchantById } from '../merchants/find.ts'
import { partnersAll } from '../partners/find.ts'
import type { Partner } from '../partners/partner.ts'
import { leftOfDay } from '../payments/meters.ts'
import type { Payment } from '../payments/payment.ts'
import { connected } from '../wallets/connected.ts'
import type { World } from '../world/world.ts'

type Text = { zh: string; en: string }

/** A wallet the payer may choose. `refusal` is why not for this order, where people would look for it all the same. */
export type Offer = { wallet: string; name: Text; reason: Text; refusal: Text | null }

/**
 * The wallets of an order: live, connected, and with an agreement in force that covers it. Those that can pay it come first,
 * then the ones more payers use. The order never changes the price.
 */
export async function offersOf(w: World, payment: Payment): Promise<Offer[]> {
  const merchant = await merchantById(w, payment.merchant)
  if (!merchant?.active) return []
  const live = (await partnersAll(w)).filter(({ stage }) => stage === 'live')
  const found = await Promise.all(live.map((partner) => offerOf(w, payment, merchant.region, partner)))
  return found
    .filter((offer) => offer !== null)
    .sort((a, b) => Number(a.offer.refusal !== null) - Number(b.offer.refusal !== null) || b.sharePpm - a.sharePpm)
    .map(({ offer }) => offer)
}

async function offerOf(
  w: World,
  payment: Payment,
  region: string,
  partner: Partner,
): Promise<{ offer: Offer; sharePpm: number } | null> {
  const { wallet, name } = partner
  if (!(await connected(w, wallet))) return null
  if (await standingStop(w, partner.id, payment.merchant, w.now())) return null
  const version = await inForce(w, partner.id, w.now())
  const { product, strength, amount } = payment
  if (!version || !allows(version.terms, { product, currency: amount.currency, region }).allowed) return null
  const limits = limitsOf(version.terms, { product, strength, currency: amount.currency })
  const broken = limits.find(({ window, max }) => window === 'payment' && amount.minor > max.minor)
  const left = await leftOfDay(w, version.terms, payment)
  const isDayOver = left !== null && amount.minor > left.minor
  const refusal = broken ? overLimit(broken.max) : isDayOver ? overDay(left) : null
  const reason = withLeft(reasonOf(partner.sharePpm), left)
  return { offer: { wallet, name, reason, refusal }, sharePpm: partner.sharePpm ?? 0 }
}

const overDay = (left: Money): Text => ({
  zh: `超过今天的限额：今天还可用该钱包付 ${written(left)}`,
  en: `Over today's limit: ${written(left)} can still be paid with this wallet today`,
})

const withLeft = ({ zh, en }: Text, left: Money | null): Text =>
  left === null ? { zh, en } : { zh: `${zh} · 今天还可付 ${written(left)}`, en: `${en} · ${written(left)} left today` }

const overLimit = (max: Money): Text => {
  const most = written(max)
  return { zh: `本单超过该钱包的单笔上限 ${most}`, en: `This order is over this wallet's limit of ${most} per payment` }
}

function reasonOf(sharePpm: number | null): Text {
  if (sharePpm === null) return { zh: '已签约，可用于本单', en: 'Signed, and available for this order' }
  const share = Math.round(sharePpm / 10_000)
  return { zh: `每 100 位付款人约有 ${share} 位使用`, en: `About ${share} of 100 shoppers pay with it` }
}
