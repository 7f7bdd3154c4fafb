import { type Money, money } from '../base/money.ts'

/**
 * What may need a second person; the name is the act as the log records it. An act stands here once a module asks for it
 * (`approvalFor`) and carries it out (`whenApproved`): a clause that nothing heeds would only look safe.
 */
export const approvalActs = {
  'payments.refund': { zh: '退款', en: 'Refund' },
  'payments.release': { zh: '解除支付冻结', en: 'Release of a frozen payment' },
  'reconciliation.resolve': { zh: '对账差异核销', en: 'Write-off of a reconciliation difference' },
  'settlement.confirm_paid': { zh: '确认结算款到账（付款）', en: 'Settlement paid' },
  'evaluations.approve': { zh: '批准钱包评分卡', en: 'Approving a wallet’s scorecard' },
  'agreements.sign': { zh: '签署并启用协议', en: 'Signing and activating an agreement' },
  'agreements.resume': { zh: '恢复受理新的支付', en: 'Letting stopped payments pass again' },
  'identity.make_role': { zh: '新建角色', en: 'Making a role' },
  'identity.change_role': { zh: '变更角色的权限', en: 'Change of what a role may do' },
  'identity.remove_role': { zh: '删除角色或恢复默认', en: 'Removing a role, or giving it its defaults back' },
  'identity.give_role': { zh: '更换用户的角色', en: 'Giving a user another role' },
  'identity.issue_key': { zh: '签发 API 密钥', en: 'Issue of an API key' },
  'vault.ask_rotation': { zh: '轮换保险库密钥', en: 'Rotation of the vault’s keys' },
  'consent.define_purpose': { zh: '新增或修改处理目的', en: 'Entering or changing a purpose of processing' },
  'consent.publish_text': { zh: '发布告知文本', en: 'Publishing a consent text' },
  'consent.name_recipient': { zh: '新增或修改接收方', en: 'Entering or changing a recipient of data' },
  'privacy.lift_hold': { zh: '解除法定保全', en: 'Lifting a legal hold' },
  'identity.change_policy': { zh: '变更复核规则', en: 'Change of the approval policy' },
} as const satisfies Record<string, { zh: string; en: string }>

export type ApprovalAct = keyof typeof approvalActs

/** One clause of the policy: from which amount an act needs how many people, and of which roles. */
export type ApprovalRule = {
  act: ApprovalAct
  /** The least amount for each currency; a currency that is not named always needs approval. Null: whatever the amount. */
  from: Money[] | null
  checkers: number
  /** Roles whose people may check; each also needs the permission approvals.decide. */
  roles: string[]
}

/** The clauses in force for an organisation; version 0 is what this file says. */
export type ApprovalPolicy = {
  version: number
  rules: ApprovalRule[]
  changedBy: string | null
  approval: string | null
  at: number | null
}

/** A clause with its number in the policy, as an approval keeps it. */
export type NumberedRule = ApprovalRule & { number: number }

const yuan = (amount: bigint): Money => money('CNY', amount * 100n)

/** The policy an institution starts with. Other organisations start with none and write their own. */
export const defaultRules: readonly ApprovalRule[] = [
  { act: 'payments.refund', from: [yuan(2_000n)], checkers: 1, roles: ['finance', 'risk'] },
  { act: 'payments.refund', from: [yuan(50_000n)], checkers: 2, roles: ['finance', 'risk', 'compliance'] },
  { act: 'payments.release', from: null, checkers: 1, roles: ['finance', 'risk'] },
  { act: 'reconciliation.resolve', from: null, checkers: 1, roles: ['finance', 'risk'] },
  { act: 'settlement.confirm_paid', from: null, checkers: 1, roles: ['finance', 'risk'] },
  { act: 'evaluations.approve', from: null, checkers: 1, roles: ['legal', 'risk', 'compliance'] },
  { act: 'agreements.sign', from: null, checkers: 1, roles: ['legal', 'compliance'] },
  { act: 'agreements.resume', from: null, checkers: 1, roles: ['risk', 'compliance', 'legal'] },
  { act: 'identity.make_role', from: null, checkers: 1, roles: ['compliance', 'administrator'] },
  { act: 'identity.change_role', from: null, checkers: 1, roles: ['compliance', 'administrator'] },
  { act: 'identity.remove_role', from: null, checkers: 1, roles: ['compliance', 'administrator'] },
  { act: 'identity.give_role', from: null, checkers: 1, roles: ['compliance', 'administrator'] },
  { act: 'identity.issue_key', from: null, checkers: 1, roles: ['risk', 'compliance', 'administrator'] },
  { act: 'vault.ask_rotation', from: null, checkers: 1, roles: ['risk', 'compliance', 'administrator'] },
  { act: 'consent.define_purpose', from: null, checkers: 1, roles: ['legal', 'compliance', 'administrator'] },
  { act: 'consent.publish_text', from: null, checkers: 1, roles: ['legal', 'compliance', 'administrator'] },
  { act: 'consent.name_recipient', from: null, checkers: 1, roles: ['legal', 'compliance', 'administrator'] },
  { act: 'privacy.lift_hold', from: null, checkers: 1, roles: ['legal', 'risk', 'administrator'] },
  { act: 'identity.change_policy', from: null, checkers: 1, roles: ['compliance', 'administrator'] },
]

/** The clause an act falls under: of those whose amount is reached, the one that asks for the most people. Null: nobody need check. */
export function ruleFor(rules: readonly ApprovalRule[], act: string, amount: Money | null): NumberedRule | null {
  let found: NumberedRule | null = null
  for (const [place, rule] of rules.entries()) {
    if (rule.act !== act || !reaches(rule, amount)) continue
    if (found === null || rule.checkers > found.checkers) found = { ...rule, number: place + 1 }
  }
  return found
}

// What cannot be compared is checked: an act without an amount, or in a currency nobody thought of.
function reaches({ from }: ApprovalRule, amount: Money | null): boolean {
  if (from === null || amount === null) return true
  const least = from.find(({ currency }) => currency === amount.currency)
  const size = amount.minor < 0n ? -amount.minor : amount.minor
  return least === undefined || size >= least.minor
}
