import type { Moves } from '../base/moves.ts'
import type { Instant } from '../base/time.ts'

export type AlarmState = 'open' | 'acknowledged' | 'closed'

/** Somebody's signature under an alarm: who, when, and in which words. */
export type SignedOff = { by: string; at: Instant; words: string }

/** Something that should not happen, waiting for a person. The same thing again within a day counts on, instead of a new row. */
export type Alarm = {
  id: string
  kind: string
  object: string
  count: number
  firstAt: Instant
  lastAt: Instant
  state: AlarmState
  taken: SignedOff | null
  closed: SignedOff | null
}

/** An alarm is taken in hand before it is closed, and never opens again: what comes later is a new one. */
export const alarmMoves: Moves<AlarmState, 'acknowledge' | 'close'> = {
  open: { acknowledge: 'acknowledged' },
  acknowledged: { close: 'closed' },
  closed: {},
}

type Both = { zh: string; en: string }

/** Every kind of alarm, what it is called, and what to do first. */
export const alarmKinds = {
  'log.altered': {
    title: { zh: '日志或账本的行被改动', en: 'A row of the log or the books was altered' },
    advice: {
      zh: '保留数据库和备份的现状，不要修改这一行；查数据库超级用户的登录记录，并按事件预案上报。',
      en: 'Leave the database and its backups as they are and do not mend the row; look at who signed in as superuser, and report it by the incident plan.',
    },
  },
  'log.witness_refused': {
    title: { zh: '见证人拒绝会签', en: 'A witness refused to cosign' },
    advice: {
      zh: '检查点与它先前签过的历史不一致：先看数据库是否从备份恢复过，再看日志密钥是否换过。',
      en: 'The checkpoint does not continue what it signed before: see whether the database was restored from a backup, then whether the log key changed.',
    },
  },
  'vault.ciphertext_refused': {
    title: { zh: '保险库拒绝了密文', en: 'The vault refused a ciphertext' },
    advice: {
      zh: '密文被改、被挪位或密钥不对；查最近的恢复、迁移和直接写库的操作，涉及的明文没有泄露。',
      en: 'A ciphertext was altered, moved or is under another key; look at recent restores, migrations and direct writes. No clear text left the vault.',
    },
  },
  'identity.passkey_counter_went_back': {
    title: { zh: '通行密钥的计数回退', en: 'The counter of a passkey went back' },
    advice: {
      zh: '密钥可能被复制：联系持有人核对设备，移除这把通行密钥，并结束其全部会话。',
      en: 'It may have been copied: call its holder to compare devices, remove the passkey, and end all of their sessions.',
    },
  },
  'identity.locked_out': {
    title: { zh: '尝试次数过多，已锁定', en: 'Too many tries: locked' },
    advice: {
      zh: '看登录失败记录来自一个人还是一个地址；像是撞库时，通知持有人改密码并加通行密钥。',
      en: 'See in the log whether the failures are of one person or one address; if it looks like guessing, have the holder change the password and add a passkey.',
    },
  },
} as const satisfies Record<string, { title: Both; advice: Both }>

export type AlarmKind = keyof typeof alarmKinds

const strange = {
  title: { zh: '需要查看的情况', en: 'Something to look at' },
  advice: { zh: '在日志里查看这个对象的记录。', en: 'Look at the records of this object in the log.' },
}

/** The words for a kind; one that an event brought and nobody has named yet is still shown. */
export const wordsOfAlarm = (kind: string): { title: Both; advice: Both } =>
  Object.hasOwn(alarmKinds, kind) ? alarmKinds[kind as AlarmKind] : strange
