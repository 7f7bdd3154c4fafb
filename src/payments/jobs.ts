import { assert } from '../base/assert.ts'
import { isId } from '../base/id.ts'
import type { Job } from '../world/jobs.ts'
import { askRefundIfDue } from './askRefund.ts'
import { expireUnchosen } from './expire.ts'
import { inquireIfDue } from './inquire.ts'
import { approvedRefund } from './refundOrAsk.ts'
import { approvedRelease } from './releaseOrAsk.ts'

/** What the clock starts for payments: the inquiry ladder, orders nobody chose a wallet for, and refunds that were not answered. */
export const paymentJobs: Job[] = [
  approvedRefund.job,
  approvedRelease.job,
  {
    name: 'payments.expire',
    run: async (w, { payment }) => {
      assert(typeof payment === 'string' && isId('pay', payment), 'an expiry names its payment')
      await expireUnchosen(w, payment)
    },
  },
  {
    name: 'payments.inquire',
    run: async (w, { attempt }) => {
      assert(typeof attempt === 'string' && isId('att', attempt), 'an inquiry names its attempt')
      await inquireIfDue(w, attempt)
    },
  },
  {
    name: 'payments.refund',
    run: async (w, { refund }) => {
      assert(typeof refund === 'string' && isId('ref', refund), 'a refund job names its refund')
      await askRefundIfDue(w, refund)
    },
  },
]
