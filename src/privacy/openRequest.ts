import { newId } from '../base/id.ts'
import { emit } from '../world/events.ts'
import { addJob } from '../world/jobs.ts'
import type { Inside } from '../world/world.ts'
import { privacyFaults } from './errors.ts'
import { type ClockName, dueAt, type PrivacyRequest, type RequestKind } from './request.ts'
import { openRequestOf, requestById, saveNewRequest } from './store.ts'
import { sealWords } from './words.ts'

/**
 * Takes a person's request about her own data and starts its clock. One of a kind is open at a time: privacy.already_open names it.
 */
export async function openRequest(
  i: Inside,
  asked: { subject: string; kind: RequestKind; words: string | null; clock?: ClockName },
): Promise<PrivacyRequest> {
  const { subject, kind, clock = 'cn' } = asked
  const open = await openRequestOf(i, subject, kind)
  if (open !== null) throw privacyFaults.alreadyOpen({ request: open })
  const id = newId('prq', i.now(), i.random)
  const due = dueAt(i.now(), clock, false)
  const words = await sealWords(i, { subject, id }, 'words', asked.words)
  await saveNewRequest(i, { id, subject, kind, clock, words, openedAt: i.now(), dueAt: due })
  await emit(i, 'request.opened', { request: id, subject, kind, due })
  await addJob(i, 'privacy.overdue', { request: id }, due)
  return (await requestById(i, id)) as PrivacyRequest
}
