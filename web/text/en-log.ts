import type { zhCNLog } from './zh-CN-log.ts'

/** Log. */
export const enLog: Record<keyof typeof zhCNLog, string> = {
  'nav.log': 'Verifiable log',
}
