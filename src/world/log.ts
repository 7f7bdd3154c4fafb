import { pino } from 'pino'

/** Structured log, one JSON object a line. */
export type Log = {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** The log of this process; `silent` in tests. */
export function makeLog(level: 'info' | 'silent' = 'info'): Log {
  return pino({ level })
}
