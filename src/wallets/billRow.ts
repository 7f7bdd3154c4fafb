import { billColumnNames } from './alipay/billColumns.ts'

export type BillColumn = { name: string; value: string }

const readers: ReadonlyMap<string, (file: Buffer) => string[]> = new Map([['alipay', billColumnNames]])

/** A row of a wallet's file in the wallet's own words, in the file's order. Columns without a known name are numbered. */
export function billColumns(wallet: string, file: Buffer | null, row: string): BillColumn[] {
  const names = file === null ? [] : (readers.get(wallet)?.(file) ?? [])
  return row.split(',').map((value, place) => ({ name: names[place] ?? String(place + 1), value: value.trim() }))
}
