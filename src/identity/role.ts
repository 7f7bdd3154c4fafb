/** Every permission a route may ask for. */
export const permissions = [
  'partners.read',
  'merchants.read',
  'agreements.read',
  'agreements.propose',
  'agreements.approve',
  'agreements.sign',
  'payments.read',
  'payments.create',
  'payments.refund',
  'payments.cancel',
  'ledger.read',
  'settlements.read',
  'settlements.close',
  'reconciliations.read',
  'reconciliations.run',
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
  | 'merchant'
  | 'auditor'

const reading: Permission[] = [
  'partners.read',
  'merchants.read',
  'agreements.read',
  'payments.read',
  'ledger.read',
  'settlements.read',
  'reconciliations.read',
]

/** What each role may do. Whatever is not written here is refused. */
export const permissionsOf: Record<Role, readonly Permission[]> = {
  administrator: permissions,
  business: [...reading, 'agreements.propose'],
  legal: [...reading, 'agreements.propose', 'agreements.approve', 'agreements.sign'],
  risk: [...reading, 'payments.cancel'],
  finance: [...reading, 'payments.refund', 'settlements.close', 'reconciliations.run'],
  engineering: [...reading, 'payments.create', 'payments.cancel'],
  compliance: reading,
  partner: ['agreements.read', 'agreements.approve', 'agreements.sign', 'settlements.read'],
  merchant: ['payments.read', 'payments.create', 'payments.refund', 'payments.cancel'],
  auditor: reading,
}

export const isPermission = (text: string): text is Permission => (permissions as readonly string[]).includes(text)
