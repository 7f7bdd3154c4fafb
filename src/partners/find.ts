// What other modules may read of partners; the tables stay private to this one.
export { partnerById, partnerByWallet, partnersAll, type StageStep, stepsOfPartner } from './store.ts'
