// What other modules may read of how payers were authenticated; the tables stay private to this one.
export { authenticationOf } from './store.ts'
export { isForeign } from './storeLinks.ts'
