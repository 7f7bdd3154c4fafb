import { linesOf } from './bill.ts'
import { unzip } from './zip.ts'

/** The names of the columns of a downloaded trade bill, as they stand in its own heading; none when the file has no heading. */
export function billColumnNames(file: Buffer): string[] {
  const detail = unzip(file).find(
    ({ name }) => name.endsWith('.csv') && name.includes('明细') && !name.includes('汇总'),
  )
  if (!detail) return []
  for (const text of linesOf(detail.data)) {
    if (text.trim() !== '' && !text.startsWith('#')) return text.split(',').map((name) => name.trim())
  }
  return []
}
