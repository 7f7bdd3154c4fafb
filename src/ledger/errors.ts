import { faults } from '../base/fault.ts'

/** What a reader of the books can mend. What a posting is refused for is an outcome of `post`, not a fault. */
export const ledgerFaults = faults('ledger', {
  unknownAccount: {
    status: 404,
    retry: 'never',
    zh: '没有编号为 {account} 的账户',
    en: 'there is no account {account}',
  },
  unknownHold: { status: 404, retry: 'never', zh: '没有编号为 {hold} 的冻结', en: 'there is no hold {hold}' },
  badPage: {
    status: 400,
    zh: '分页参数有误：limit 为 1 至 100，cursor 须取自上一页',
    en: 'bad page: limit is 1 to 100 and cursor comes from the page before',
  },
})
