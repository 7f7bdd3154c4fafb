import { money } from '../base/money.ts'
import { addDays, dayOf, hourMs, minuteMs } from '../base/time.ts'
import type { Approval } from '../identity/approval.ts'
import { decideApproval, withdrawApproval } from '../identity/decideApproval.ts'
import { peopleAll } from '../identity/find.ts'
import { permissionsOfRole } from '../identity/rolesKnown.ts'
import { partnerByWallet } from '../partners/find.ts'
import { paymentsBy } from '../payments/find.ts'
import { refundOrAsk } from '../payments/refundOrAsk.ts'
import { confirmOrAsk } from '../settlement/confirmOrAsk.ts'
import { settlementOfDay } from '../settlement/find.ts'
import { transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { saveDone, stepDoneAt } from './store.ts'

type Staff = { finance: Who; risk: Who; administrator: Who }

/**
 * Leaves on the desks what a morning leaves there: refunds and a bank transfer that wait for a second person, one that was refused, one
 * that was granted (the worker carries it out once the product stands), one taken back.
 */
export async function askForApprovals(w: World): Promise<void> {
  if ((await stepDoneAt(w, 'approvals')) !== null) return
  const staff = await staffOf(w)
  if (staff) {
    const [first, second, third, fourth] = await largePayments(w)
    await refused(w, staff, first)
    await askRefundOf(w, staff.finance, second, 359_600n, '团建取消，四件未拆吊牌，门店已收回', 40)
    await askRefundOf(w, staff.administrator, third, 206_000n, '慰问品缺货一半，与采购方协商退款', 95)
    await granted(w, staff, fourth)
    await transferWaits(w, staff.finance)
  }
  await transaction(w, (i) => saveDone(i, 'approvals'))
}

type Sold = Awaited<ReturnType<typeof paymentsBy>>[number] | undefined

async function refused(w: World, { finance, risk }: Staff, sold: Sold): Promise<void> {
  const asked = await askRefundOf(w, finance, sold, 368_000n, '客户反馈礼盒外包装受潮', 210)
  if (!asked) return
  const comment = '照片显示仅三套受潮，请按三套重新发起'
  await decideApproval(ago(w, 160), risk, { approval: asked.id, decision: 'refuse', digest: asked.digest, comment })
  const again = await askRefundOf(w, finance, sold, 202_400n, '按五套退款', 150)
  if (again) await withdrawApproval(ago(w, 140), finance, again.id)
}

async function granted(w: World, { finance, risk }: Staff, sold: Sold): Promise<void> {
  const asked = await askRefundOf(w, finance, sold, 227_200n, '工服尺码全部下错，整单退货', 120)
  if (!asked) return
  const comment = '已核对退货签收单'
  await decideApproval(ago(w, 75), risk, { approval: asked.id, decision: 'grant', digest: asked.digest, comment })
}

async function askRefundOf(
  w: World,
  who: Who,
  sold: Sold,
  minor: bigint,
  reason: string,
  minutesAgo: number,
): Promise<Approval | null> {
  if (!sold) return null
  const wish = { amount: money(sold.amount.currency, minor), reason, actor: who.name }
  const asked = await refundOrAsk(ago(w, minutesAgo), sold.id, wish, who, null)
  return 'approval' in asked ? asked.approval : null
}

// The latest closed day whose transfer nobody has confirmed yet.
async function transferWaits(w: World, who: Who): Promise<void> {
  const partner = await partnerByWallet(w, 'alipay')
  if (!partner) return
  for (let back = 1; back <= 7; back++) {
    const settlement = await settlementOfDay(w, partner.id, addDays(dayOf(w.now(), 'Asia/Shanghai'), -back))
    if (settlement?.state !== 'closed') continue
    const reference = `CNAPS${settlement.day.replaceAll('-', '')}${String(settlement.sequence).padStart(4, '0')}`
    await confirmOrAsk(ago(w, 20), who, { settlement: settlement.id, reference, note: '工商银行回单，金额一致' })
    return
  }
}

// The large sales of the history, in the order they were made.
async function largePayments(w: World): Promise<Sold[]> {
  const found = await paymentsBy(w, {
    merchant: null,
    wallets: null,
    merchants: null,
    states: ['captured'],
    product: null,
    words: null,
    least: 200_000n,
    most: null,
    from: null,
    until: w.now() - 4 * hourMs,
    before: null,
    limit: 20,
  })
  return found.reverse()
}

const ago = (w: World, minutes: number): World => ({ ...w, now: () => w.now() - minutes * minuteMs })

async function staffOf(w: World): Promise<Staff | null> {
  const people = await peopleAll(w)
  const named = async (role: string): Promise<Who | null> => {
    const person = people.find((one) => one.role === role && one.orgKind === 'institution')
    if (!person) return null
    return {
      kind: 'user',
      session: null,
      assurance: { methods: [], factors: 0, at: 0 },
      id: person.id,
      name: person.name.en,
      org: person.org,
      orgKind: person.orgKind,
      role,
      permissions: new Set(await permissionsOfRole(w, role)),
    }
  }
  const [finance, risk, administrator] = [await named('finance'), await named('risk'), await named('administrator')]
  return finance && risk && administrator && { finance, risk, administrator }
}
