// What other modules may read of people and of the institution; the tables stay private to this one.
export { institutionOf, peopleAll } from './store.ts'
export { approvalById } from './storeApprovals.ts'
