import { Fault } from '../base/fault.ts'
import { worldFaults } from './errors.ts'

// PostgreSQL's class 53100 and the system's own code for the same thing.
const diskCodes = new Set(['53100', 'ENOSPC'])
const diskWords = /no space left on device|disk quota exceeded/i

/** What kept the product from starting, in the words of whoever runs it; anything else as it is. */
export function startFault(error: unknown, home: string): unknown {
  const { code, message = '' } = error as { code?: string; message?: string }
  const isDisk = diskCodes.has(code ?? '') || diskWords.test(message)
  if (isDisk) return worldFaults.diskFull({ folder: home })
  if (!(error instanceof Fault) && code !== undefined && message === '') return new Error(code)
  return error
}
