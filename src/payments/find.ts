// What other modules may read of payments; the tables stay private to this one.
export { type HistoryStep, paymentById, paymentOfCheckout, stepsOfPayment } from './store.ts'
export { attemptsOf, type Call, callsOf } from './storeAttempt.ts'
export { paymentsBy } from './storeList.ts'
export { calledIn, capturedIn, merchantsOfPayments, refundedIn, type WindowSum } from './storeMonitor.ts'
export { noticesOf, refundsOf } from './storeRefund.ts'
export {
  type PastPayment,
  type PastRefund,
  pastPayments,
  pastPaymentsOf,
  pastRefunds,
  pastRefundsOf,
} from './storeTraffic.ts'
