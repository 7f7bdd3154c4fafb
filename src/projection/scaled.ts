import { divideHalfEven, money, wholePpm } from '../base/money.ts'
import type { Traffic, TrafficRow } from './traffic.ts'

/** The same traffic with every amount times `factorPpm`, at least one minor unit; refunds never above their payment. */
export function withTickets(traffic: Traffic, factorPpm: number): Traffic {
  const left = new Map<string, bigint>()
  const times = (minor: bigint): bigint => {
    const scaled = divideHalfEven(minor * BigInt(factorPpm), wholePpm)
    return scaled > 0n ? scaled : 1n
  }
  const rows = traffic.rows.flatMap((row): TrafficRow[] => {
    const minor = times(row.amount.minor)
    if (row.kind === 'payment') {
      left.set(row.id, minor)
      return [{ ...row, amount: money(row.amount.currency, minor) }]
    }
    if (row.kind === 'loss') return [{ ...row, amount: money(row.amount.currency, minor) }]
    const most = left.get(row.of ?? '') ?? 0n
    const back = minor < most ? minor : most
    left.set(row.of ?? '', most - back)
    return back > 0n ? [{ ...row, amount: money(row.amount.currency, back) }] : []
  })
  return { ...traffic, rows }
}

/** The same traffic with `factorPpm` times as many payments: each is left out, kept or repeated, evenly; its refunds follow it. */
export function withVolume(traffic: Traffic, factorPpm: number): Traffic {
  const factor = BigInt(factorPpm)
  const copies = new Map<string, number>()
  let place = 0n
  const rows = traffic.rows.flatMap((row): TrafficRow[] => {
    if (row.kind === 'payment') {
      copies.set(row.id, Number(((place + 1n) * factor) / wholePpm - (place * factor) / wholePpm))
      place++
    }
    const of = row.of === null ? row.id : row.of
    return Array.from({ length: copies.get(of) ?? 0 }, (_, copy) => (copy === 0 ? row : copied(row, copy)))
  })
  return { ...traffic, rows }
}

const copied = (row: TrafficRow, copy: number): TrafficRow => ({
  ...row,
  id: `${row.id}x${copy}`,
  of: row.of === null ? null : `${row.of}x${copy}`,
  payer: row.payer === null ? null : `${row.payer}x${copy}`,
})
