import { faults } from '../base/fault.ts'

export const reconciliationFaults = faults('reconciliation', {
  notFound: {
    status: 404,
    retry: 'never',
    zh: '没有这个对账日：{reconciliation}',
    en: 'there is no such reconciliation: {reconciliation}',
  },
  itemNotFound: {
    status: 404,
    retry: 'never',
    zh: '没有这条对账明细：{item}',
    en: 'there is no such reconciliation item: {item}',
  },
  notConnected: {
    status: 422,
    party: 'us',
    zh: '尚未与钱包「{wallet}」联通，无法取账单',
    en: 'we are not connected to the wallet {wallet}, so its bill cannot be fetched',
  },
  dayNotOver: {
    status: 409,
    retry: 'after',
    zh: '{day} 在钱包一侧尚未结束，之后方可对账',
    en: '{day} is not over at the wallet; it can be reconciled from then on',
  },
  noneInForce: {
    status: 422,
    retry: 'never',
    zh: '{day} 与「{wallet}」没有生效的协议，账单无从核对',
    en: 'no agreement with {wallet} was in force on {day}, so there is nothing to hold its bill against',
  },
  noFile: {
    status: 404,
    retry: 'never',
    zh: '{reconciliation} 还没有取到账单',
    en: 'no file of this day has come yet: {reconciliation}',
  },
  itemEnded: {
    status: 409,
    retry: 'never',
    zh: '该明细已处理（{state}），不能再次处理',
    en: 'this item has already ended ({state}) and cannot be resolved again',
  },
  currencyUnknown: {
    status: 422,
    party: 'us',
    zh: '「{wallet}」没有 {currency} 的账单',
    en: '{wallet} has no bill in {currency}',
  },
  wrongCursor: { status: 400, zh: '翻页位置无效', en: 'the cursor is not one that this list gave out' },
})
