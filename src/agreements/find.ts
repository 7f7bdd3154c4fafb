// What other modules may read of agreements besides what is in force (inForce.ts); the tables stay private to this one.
export { contractBytes, versionOf } from './store.ts'
