// What a payer may ask about herself; the tables stay private to this module.
export { paymentsConfirmedBy } from './storePayer.ts'
