import { faults } from '../base/fault.ts'

export const settlementFaults = faults('settlement', {
  notFound: {
    status: 404,
    retry: 'never',
    zh: '没有这个结算批次：{settlement}',
    en: 'there is no such settlement: {settlement}',
  },
  unknownWallet: { status: 422, zh: '没有这个钱包：{wallet}', en: 'there is no such wallet: {wallet}' },
  noneInForce: {
    status: 422,
    retry: 'never',
    zh: '{day} 与「{wallet}」没有生效的协议，无法结算',
    en: 'no agreement with {wallet} is in force on {day}, so there is nothing to settle',
  },
  tooEarly: {
    status: 409,
    retry: 'after',
    zh: '{day} 要到 {closesAt} 才截止，之后方可关账',
    en: '{day} is cut off at {closesAt}; it can be closed from then on',
  },
  earlierOpen: { status: 409, zh: '请先关 {open} 的账，再关 {day}', en: 'close {open} before {day}' },
  dayPassed: {
    status: 409,
    retry: 'never',
    zh: '已关账到 {last}，{day} 不能再单独关账；迟到的明细计入下一结算日',
    en: 'days up to {last} are closed; {day} can no longer be closed by itself, late lines go to the next day',
  },
  cannotMove: {
    status: 409,
    retry: 'never',
    zh: '结算批次处于「{state}」，不能执行 {move}',
    en: 'a settlement that is {state} cannot {move}',
  },
  bankShort: {
    status: 409,
    party: 'us',
    zh: '备付金账户余额不足以支付该结算款',
    en: 'the safeguarded account does not hold enough to pay this settlement',
  },
  noStatement: {
    status: 404,
    retry: 'never',
    zh: '该批次没有 {side} 的结算单',
    en: 'this settlement has no statement for {side}',
  },
  currencyUnknown: {
    status: 404,
    retry: 'never',
    zh: '该批次没有 {currency} 的明细',
    en: 'this settlement has nothing in {currency}',
  },
  noFile: { status: 404, retry: 'never', zh: '该批次没有文件 {name}', en: 'this settlement has no file {name}' },
  fileChanged: {
    status: 500,
    party: 'us',
    retry: 'never',
    zh: '文件 {name} 与关账时的摘要不符，已停止下载',
    en: 'the file {name} no longer meets its digest from the close; it is not given out',
  },
  wrongCursor: { status: 400, zh: '翻页位置无效', en: 'the cursor is not one that this list gave out' },
})
