// What other modules may read of merchants; the tables stay private to this one.
export { merchantById, merchantsAfter, merchantsByIds, payableMerchant, storesOfMerchant } from './store.ts'
