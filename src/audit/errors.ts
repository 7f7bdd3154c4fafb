import { faults } from '../base/fault.ts'

/** What the verifiable log refuses. */
export const auditFaults = faults('audit', {
  notFound: { status: 404, retry: 'never', zh: '没有这条记录：{record}', en: 'there is no such record: {record}' },
  notNumbered: {
    status: 409,
    retry: 'after',
    zh: '这条记录尚未编入日志，请几秒后再试',
    en: 'this record has no number in the log yet; ask again in a few seconds',
  },
  empty: {
    status: 409,
    retry: 'after',
    zh: '日志还没有检查点，请稍后再试',
    en: 'the log has no checkpoint yet; ask again later',
  },
  sizeOutside: {
    status: 422,
    zh: '大小 {size} 超出日志现有的 {most}',
    en: 'size {size} is outside the log of {most}',
  },
  tileUnknown: { status: 404, retry: 'never', zh: '没有这一块：{tile}', en: 'there is no such tile: {tile}' },
  checkpointUnknown: {
    status: 404,
    retry: 'never',
    zh: '日志没有签署过大小为 {size} 的检查点',
    en: 'the log never signed a checkpoint of size {size}',
  },
  witnessKeyWrong: {
    status: 422,
    zh: '见证人公钥应为类型 0x04 的 vkey（C2SP signed-note）',
    en: 'a witness key is a vkey of type 0x04 (C2SP signed-note)',
  },
  witnessTaken: {
    status: 409,
    retry: 'never',
    zh: '这个见证人名称或公钥已登记：{name}',
    en: 'a witness with this name or key is registered already: {name}',
  },
  witnessesFull: {
    status: 409,
    retry: 'never',
    zh: '最多登记 {most} 个见证人',
    en: 'at most {most} witnesses are registered',
  },
  witnessUnknown: {
    status: 404,
    retry: 'never',
    zh: '没有登记过这个见证人',
    en: 'no such witness is registered',
  },
  cosignatureWrong: {
    status: 422,
    zh: '会签不成立：{zh}',
    en: 'the cosignature does not hold: {en}',
  },
  logKeyMissing: {
    status: 503,
    retry: 'after',
    zh: '日志签名密钥文件 {file} 不在，或不是 {key}；不签署任何检查点',
    en: 'the signing key of the log is not in {file}, or is not {key}; no checkpoint is signed',
  },
  logKeyNotBrought: {
    status: 409,
    retry: 'never',
    zh: '请先把新的签名密钥放到 {file}（covenant log-key --make）',
    en: 'bring the new signing key as {file} first (covenant log-key --make)',
  },
  handOverWaits: {
    status: 409,
    retry: 'after',
    zh: '上一次密钥交接尚未写入检查点，请几秒后再试',
    en: 'the hand-over before is not in a checkpoint yet; ask again in a few seconds',
  },
  handOversFull: {
    status: 409,
    retry: 'never',
    zh: '密钥最多交接 {most} 次',
    en: 'the key is handed over at most {most} times',
  },
  alarmUnknown: { status: 404, retry: 'never', zh: '没有这条告警：{alarm}', en: 'there is no such alarm: {alarm}' },
  alarmMovedOn: { status: 409, retry: 'never', zh: '告警{zh}', en: 'about this alarm: {en}' },
  witnessOrgUnknown: {
    status: 422,
    zh: '见证人应属于本机构、外部审计或一个合作方：{org}',
    en: 'a witness belongs to the institution, its auditor or a partner: {org}',
  },
})
