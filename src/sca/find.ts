// What other modules may read of how payers were authenticated; the tables stay private to this one.
export { authenticationOf } from './store.ts'
export { type Fraud, fraudsBetween } from './storeFraud.ts'
export { isForeign } from './storeLinks.ts'
