import { type Permission, permissions } from './role.ts'

// However a role or a key is written, an organisation of this kind can never do more. The doors keep organisations apart by
// object; this keeps them apart by kind, so that one wrong tick does not show a merchant the institution's books.
const ceilings: { readonly [orgKind: string]: readonly Permission[] } = {
  institution: permissions.filter((one) => !one.startsWith('own.')),
  partner: [
    'partners.read',
    'agreements.read',
    'negotiations.read',
    'negotiations.move',
    'agreements.propose',
    'agreements.approve',
    'agreements.sign',
    'projections.run',
    'obligations.read',
    'questionnaires.read',
    'questionnaires.answer',
    'settlements.read',
    'reconciliations.read',
    'users.read',
    'users.manage',
    'keys.read',
    'keys.manage',
    'log.read',
    'log.witness',
  ],
  merchant: [
    'merchants.read',
    'payments.read',
    'payments.create',
    'payments.refund',
    'payments.cancel',
    'payments.inquire',
    'users.read',
    'users.manage',
    'keys.read',
    'keys.manage',
    'approvals.read',
    'approvals.decide',
    'log.read',
  ],
  auditor: [...permissions.filter((one) => one.endsWith('.read')), 'projections.run', 'log.witness'],
  consumer: permissions.filter((one) => one.startsWith('own.')),
}

/** What an organisation of this kind can be given at most; nothing for a kind nobody knows. */
export const ceilingOf = (orgKind: string): readonly Permission[] => ceilings[orgKind] ?? []

/** Of what was written, what an organisation of this kind may have, each once and in the house's order. */
export function within(orgKind: string, written: readonly string[]): Permission[] {
  return ceilingOf(orgKind).filter((one) => written.includes(one))
}
