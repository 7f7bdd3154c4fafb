// What other modules may read of consents and of the catalogue; the tables stay private to this one.
export {
  type ConsentFilter,
  consentById,
  consentsBy,
  refusalsOf,
  wardsByGuardian,
} from './store.ts'
export { assessmentsAll, assessmentsOf } from './storeAssessments.ts'
export { purposeById, purposesAll, recipientById, recipientsAll, textsInForce, textsOf } from './storeCatalogue.ts'
