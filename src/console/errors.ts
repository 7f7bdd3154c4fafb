import { faults } from '../base/fault.ts'

/** What the console's own doors refuse. */
export const consoleFaults = faults('console', {
  noReceipt: {
    status: 404,
    retry: 'after',
    zh: '{object} 还没有收据',
    en: 'there is no receipt of {object} yet',
  },
})
