import type { Permission } from './role.ts'

type Both = { zh: string; en: string }
/** Two permissions that one role had better not hold together, and why. */
export type DutyConflict = { permissions: [Permission, Permission]; why: Both }

// Segregation of duties: nobody makes and checks the same thing, and nobody who can act can also clear away its traces.
const conflicts: readonly DutyConflict[] = [
  {
    permissions: ['payments.refund', 'approvals.decide'],
    why: { zh: '既能发起退款又能批准', en: 'asks for refunds and approves them' },
  },
  {
    permissions: ['agreements.propose', 'agreements.approve'],
    why: { zh: '既起草协议又批准', en: 'drafts agreements and approves them' },
  },
  {
    permissions: ['settlements.close', 'reconciliations.run'],
    why: { zh: '既结算又对账', en: 'closes settlements and reconciles them' },
  },
  {
    permissions: ['users.manage', 'approvals.decide'],
    why: { zh: '能造出第二个人来复核自己', en: 'can make the second person that checks them' },
  },
  {
    permissions: ['policy.manage', 'approvals.decide'],
    why: { zh: '既定审批规则又做审批', en: 'writes the approval policy and decides by it' },
  },
  {
    permissions: ['vault.reveal', 'log.manage'],
    why: { zh: '能看明文，又管记录查看的日志', en: 'sees clear text and manages the log that tells of it' },
  },
  {
    permissions: ['log.manage', 'alarms.handle'],
    why: { zh: '既管理日志，又能关闭日志的告警', en: 'manages the log and closes the alarms about it' },
  },
  {
    permissions: ['keys.manage', 'payments.refund'],
    why: { zh: '能用自建密钥绕开对人的复核', en: 'can go round the checks on people with a key of their own' },
  },
]

/** The conflicts of duties within these permissions. */
export const dutyConflicts = (held: readonly string[]): DutyConflict[] =>
  conflicts.filter(({ permissions }) => permissions.every((one) => held.includes(one)))
