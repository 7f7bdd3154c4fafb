import pino from 'pino'
import { redact, redactText } from './redact.ts'

export type Fields = Record<string, unknown>

/** One line of JSON for each thing worth knowing. Fields first, then a short sentence that never carries a value. */
export type Log = {
  debug(fields: Fields, what: string): void
  info(fields: Fields, what: string): void
  warn(fields: Fields, what: string): void
  error(fields: Fields, what: string): void
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** Where finished lines go; standard output when not given. */
export type LogTarget = { write(line: string): void }

/**
 * The house's log. Whatever is written passes `redact` first, so that no secret, card number, payment code or personal
 * identifier reaches a line by accident. `level` silences what is below it.
 */
export function makeLog(level: LogLevel = 'info', target?: LogTarget): Log {
  const options = {
    level,
    base: null,
    messageKey: 'what',
    formatters: { level: (label: string) => ({ level: label }) },
  }
  const lines = target ? pino(options, target) : pino(options)
  const at = (named: Exclude<LogLevel, 'silent'>) => (fields: Fields, what: string) => {
    if (lines.isLevelEnabled(named)) lines[named](redact(fields) as Fields, redactText(what))
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
