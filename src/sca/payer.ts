// What a payer may ask about herself; the tables stay private to this module.
export { removeLinks } from './storeLinks.ts'
export { paymentsConfirmedBy } from './storePayer.ts'
