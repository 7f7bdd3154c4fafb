import { faults } from '../base/fault.ts'

/** What the console's own doors refuse. */
export const consoleFaults = faults('console', {
  purposeRefused: {
    status: 409,
    retry: 'never',
    party: 'payer',
    zh: '此人的这项信息现在不能用于“{purpose}”：没有有效的授权或依据',
    en: 'these data of this person may not be used for {purpose} now: there is no consent or ground for it',
  },
  noReceipt: {
    status: 404,
    retry: 'after',
    zh: '{object} 还没有收据',
    en: 'there is no receipt of {object} yet',
  },
})
