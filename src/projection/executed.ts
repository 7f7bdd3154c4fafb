// Which leaves of the terms a projection executes. Everything else is printed, or executed elsewhere, for the reason given here.

/** Places whose change never moves projected money, and why. A place covers all below it; `*` stands for one step. */
export const notExecuted: readonly { path: string; zh: string; en: string }[] = [
  { path: '/clauses/parties', zh: '双方身份，不影响金额', en: 'who the parties are moves no money' },
  { path: '/clauses/scope/modes', zh: '合作模式由各附件执行', en: 'modes are executed by their schedules' },
  { path: '/clauses/scope/regions', zh: '交易记录不含地区', en: 'traffic does not carry the region' },
  { path: '/clauses/integration', zh: '技术接入，不计价', en: 'integration is not priced' },
  { path: '/clauses/fees/rules/*/id', zh: '名称', en: 'a name' },
  { path: '/clauses/fees/rules/*/name', zh: '名称', en: 'a name' },
  { path: '/clauses/fees/commitments/*/id', zh: '名称', en: 'a name' },
  { path: '/clauses/fees/period', zh: '只有月', en: 'there is only the month' },
  { path: '/clauses/risk/evidenceDays', zh: '举证期限，争议处理执行', en: 'a deadline, executed by disputes' },
  { path: '/clauses/settlement/net', zh: '只影响划款笔数', en: 'changes how many transfers there are, not their sum' },
  { path: '/clauses/settlement/currency', zh: '结算币种即交易币种', en: 'settled in the currency of the payment' },
  {
    path: '/clauses/settlement/minimum',
    zh: '小额顺延一日，不改金额',
    en: 'a small sum waits a day, its amount stays',
  },
  { path: '/clauses/settlement/fxMarkupPpm', zh: '尚无换汇', en: 'nothing is converted yet' },
  { path: '/clauses/settlement/discrepancyDays', zh: '对账期限', en: 'a deadline of reconciliation' },
  { path: '/clauses/settlement/tolerance', zh: '对账容差', en: 'a tolerance of reconciliation' },
  {
    path: '/clauses/refunds',
    zh: '退款与争议的期限，历史退款照实重放',
    en: 'deadlines; past refunds are replayed as they were',
  },
  { path: '/clauses/limits/rows/*/source', zh: '出处', en: 'a source' },
  { path: '/clauses/monitoring', zh: '监控条款由告警执行', en: 'executed by alerts' },
  { path: '/clauses/serviceLevels/zone', zh: '服务水平以测得值计', en: 'service is taken as measured' },
  { path: '/clauses/serviceLevels/period', zh: '只有月', en: 'there is only the month' },
  { path: '/clauses/serviceLevels/downtime', zh: '服务水平以测得值计', en: 'service is taken as measured' },
  { path: '/clauses/serviceLevels/levels/*/id', zh: '名称', en: 'a name' },
  { path: '/clauses/serviceLevels/levels/*/name', zh: '名称', en: 'a name' },
  { path: '/clauses/marketing/annexes/*/id', zh: '名称', en: 'a name' },
  { path: '/clauses/marketing/annexes/*/name', zh: '名称', en: 'a name' },
  { path: '/clauses/marketing/annexes/*/eligibility', zh: '文字说明，不执行', en: 'words, never executed' },
  { path: '/clauses/dataSharing', zh: '数据共享不计价', en: 'data sharing is not priced' },
  { path: '/clauses/term', zh: '期限决定哪版生效，不改价格', en: 'decides which version governs, not its prices' },
  { path: '/clauses/law', zh: '仅文字', en: 'words only' },
]

/** Why a place is not executed by a projection; null when it is. */
export function whyNotExecuted(path: string): { zh: string; en: string } | null {
  const steps = path.split('/')
  const found = notExecuted.find(({ path: pattern }) =>
    pattern.split('/').every((step, place) => step === '*' || step === steps[place]),
  )
  return found ? { zh: found.zh, en: found.en } : null
}
