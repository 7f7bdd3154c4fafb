/** Every permission a route may ask for. */
export const permissions = [
  'partners.read',
  'merchants.read',
  'agreements.read',
  'agreements.propose',
  'agreements.approve',
  'agreements.sign',
  'projections.run',
  'questionnaires.read',
  'questionnaires.answer',
  'evaluations.read',
  'evaluations.score',
  'evaluations.decide',
  'research.write',
  'negotiations.read',
  'negotiations.move',
  'obligations.read',
  'obligations.manage',
  'payments.read',
  'payments.create',
  'payments.refund',
  'payments.cancel',
  'payments.inquire',
  'payments.report-fraud',
  'ledger.read',
  'settlements.read',
  'settlements.close',
  'reconciliations.read',
  'reconciliations.run',
  'users.read',
  'users.manage',
  'roles.manage',
  'keys.read',
  'keys.manage',
  'approvals.read',
  'approvals.decide',
  'policy.manage',
  'vault.read',
  'vault.reveal',
  'vault.manage',
  'consents.read',
  'consents.manage',
  'requests.read',
  'requests.handle',
  'retention.read',
  'retention.manage',
  'log.read',
  'log.witness',
  'log.manage',
  'alarms.read',
  'alarms.handle',
  'own.privacy',
  'own.methods',
  'own.authenticate',
] as const

export type Permission = (typeof permissions)[number]

export type Role =
  | 'administrator'
  | 'business'
  | 'legal'
  | 'risk'
  | 'finance'
  | 'engineering'
  | 'compliance'
  | 'partner'
  | 'partner-administrator'
  | 'merchant'
  | 'merchant-administrator'
  | 'auditor'
  | 'consumer'

const reading: Permission[] = [
  'negotiations.read',
  'partners.read',
  'merchants.read',
  'agreements.read',
  'projections.run',
  'questionnaires.read',
  'evaluations.read',
  'obligations.read',
  'payments.read',
  'ledger.read',
  'settlements.read',
  'reconciliations.read',
  'log.read',
]

// The people of a partner or merchant administer themselves: their own users and their own keys.
const ofThemselves: Permission[] = ['users.read', 'users.manage', 'keys.read', 'keys.manage']
const partner: Permission[] = [
  'negotiations.read',
  'negotiations.move',
  'log.read',
  'log.witness',
  'agreements.read',
  'agreements.approve',
  'agreements.sign',
  'questionnaires.read',
  'questionnaires.answer',
  'projections.run',
  'obligations.read',
  'settlements.read',
]
const merchant: Permission[] = [
  'log.read',
  'merchants.read',
  'payments.read',
  'payments.create',
  'payments.refund',
  'payments.cancel',
  'payments.inquire',
]

/** What each built-in role may do until an administrator writes something else. Whatever is not written is refused. */
export const permissionsOf: Record<Role, readonly Permission[]> = {
  administrator: permissions,
  business: [
    ...reading,
    'questionnaires.answer',
    'evaluations.score',
    'evaluations.decide',
    'research.write',
    'approvals.read',
    'agreements.propose',
    'negotiations.move',
  ],
  legal: [
    ...reading,
    'approvals.read',
    'approvals.decide',
    'consents.read',
    'agreements.propose',
    'agreements.approve',
    'agreements.sign',
    'obligations.manage',
    'negotiations.move',
  ],
  risk: [
    ...reading,
    'evaluations.score',
    'research.write',
    'alarms.read',
    'alarms.handle',
    'approvals.read',
    'approvals.decide',
    'vault.read',
    'vault.reveal',
    'obligations.manage',
    'payments.report-fraud',
    'payments.cancel',
    'payments.inquire',
  ],
  finance: [
    ...reading,
    'approvals.read',
    'approvals.decide',
    'payments.inquire',
    'payments.refund',
    'settlements.close',
    'reconciliations.run',
  ],
  engineering: [
    ...reading,
    'evaluations.score',
    'alarms.read',
    'approvals.read',
    'keys.read',
    'keys.manage',
    'vault.manage',
    'log.manage',
    'payments.create',
    'payments.cancel',
    'payments.inquire',
  ],
  compliance: [
    ...reading,
    'evaluations.score',
    'alarms.read',
    'alarms.handle',
    'approvals.read',
    'approvals.decide',
    'obligations.manage',
    'users.read',
    'vault.read',
    'vault.reveal',
    'consents.read',
    'consents.manage',
    'requests.read',
    'requests.handle',
    'retention.read',
    'retention.manage',
  ],
  partner,
  'partner-administrator': [...partner, ...ofThemselves],
  merchant,
  'merchant-administrator': [...merchant, ...ofThemselves, 'log.read'],
  auditor: [
    ...reading,
    'alarms.read',
    'users.read',
    'keys.read',
    'approvals.read',
    'consents.read',
    'requests.read',
    'retention.read',
    'log.witness',
  ],
  consumer: ['own.privacy', 'own.methods', 'own.authenticate'],
}

/** What each role is called. */
export const roleTitles: Record<Role, { zh: string; en: string }> = {
  administrator: { zh: '管理员', en: 'Administrator' },
  business: { zh: '商务经理', en: 'Business development' },
  legal: { zh: '法务', en: 'Legal counsel' },
  risk: { zh: '风控', en: 'Risk officer' },
  finance: { zh: '财务', en: 'Finance' },
  engineering: { zh: '工程师', en: 'Engineer' },
  compliance: { zh: '合规', en: 'Compliance officer' },
  partner: { zh: '钱包方', en: 'Wallet partner' },
  'partner-administrator': { zh: '钱包方管理员', en: 'Wallet partner administrator' },
  merchant: { zh: '商户', en: 'Merchant' },
  'merchant-administrator': { zh: '商户管理员', en: 'Merchant administrator' },
  auditor: { zh: '审计', en: 'Auditor' },
  consumer: { zh: '消费者', en: 'Consumer' },
}
