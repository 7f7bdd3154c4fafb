import type { HandOver } from '../audit/handOver.ts'
import { handOverShape } from '../audit/receiptShape.ts'
import { z } from '../world/route.ts'
import { commandFaults } from './errors.ts'

const listShape = z.union([z.array(handOverShape).max(100), z.object({ items: z.array(handOverShape).max(100) })])

/** Hand-overs of the log's key as `GET /v1/log/hand-overs` answers them, or the bare list. What they claim is not judged here. */
export function handOversIn(answer: unknown, file = 'hand-overs'): HandOver[] {
  const read = listShape.safeParse(answer)
  if (!read.success) throw commandFaults.notJson({ file, because: '[{ record, index, size, proof, checkpoint }]' })
  return (Array.isArray(read.data) ? read.data : read.data.items) as HandOver[]
}
