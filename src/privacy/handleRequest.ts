import { moved } from '../base/moves.ts'
import { emit } from '../world/events.ts'
import { addJob } from '../world/jobs.ts'
import { record } from '../world/record.ts'
import type { Inside } from '../world/world.ts'
import { eraseOnRequest } from './deletion.ts'
import { privacyFaults } from './errors.ts'
import { clocks, dueAt, type PrivacyRequest, type RequestMove, requestMoves } from './request.ts'
import { lockRequest, saveRequest } from './store.ts'
import { sealWords } from './words.ts'

/** Somebody of the desk takes a request in hand. Taking it again hands it over. */
export async function takeRequest(i: Inside, id: string, handler: string): Promise<PrivacyRequest> {
  const request = await found(i, id)
  const state = request.state === 'in_hand' ? 'in_hand' : movedTo(request, 'take')
  const next = { ...request, state, handler, takenAt: request.takenAt ?? i.now() }
  await saveRequest(i, next)
  record(i, { act: 'privacy.take_request', object: id, before: request.state, after: state, facts: { handler } })
  return next
}

/**
 * Answers a request. Answering a request to delete erases what no law holds, at once, and stops every other use; the answer
 * carries what stays, why and until when. Fault privacy.held while a legal hold stands on the person.
 */
export async function answerRequest(i: Inside, id: string, handler: string, words: string): Promise<PrivacyRequest> {
  const request = await found(i, id)
  const state = movedTo(request, 'answer')
  const outcome = request.kind === 'delete' ? await eraseOnRequest(i, request.subject) : null
  return await closed(i, request, { state, handler, outcome, answer: words })
}

/** Refuses a request with its reason; the person may complain or sue (个人信息保护法 50). */
export async function refuseRequest(i: Inside, id: string, handler: string, words: string): Promise<PrivacyRequest> {
  const request = await found(i, id)
  return await closed(i, request, { state: movedTo(request, 'refuse'), handler, outcome: null, answer: words })
}

/** The person takes her own request back. Anybody else's is privacy.no_such_request. */
export async function cancelRequest(i: Inside, id: string, subject: string): Promise<PrivacyRequest> {
  const request = await found(i, id)
  if (request.subject !== subject) throw privacyFaults.noSuchRequest({ request: id })
  if (request.state === 'cancelled') return request
  const { handler } = request
  return await closed(i, request, { state: movedTo(request, 'cancel'), handler, outcome: null, answer: null })
}

/** Extends the time limit once, where its law allows it (GDPR 12(3)). Fault privacy.not_extendable. */
export async function extendRequest(i: Inside, id: string, reason: string): Promise<PrivacyRequest> {
  const request = await found(i, id)
  const clock = clocks[request.clock]
  if (request.closedAt !== null || request.isExtended || clock.extension === null)
    throw privacyFaults.notExtendable({ law: clock.source })
  const next = { ...request, isExtended: true, dueAt: dueAt(request.openedAt, request.clock, true) }
  await saveRequest(i, next)
  record(i, { act: 'privacy.extend_request', object: id, facts: { due: next.dueAt, reason } })
  await addJob(i, 'privacy.overdue', { request: id }, next.dueAt)
  return next
}

/** Raises the alarm of a request that is late. Looks first: an answered or extended one is not. */
export async function alarmIfOverdue(i: Inside, id: string): Promise<void> {
  const request = await lockRequest(i, id)
  if (!request || request.closedAt !== null || request.overdueAt !== null || i.now() < request.dueAt) return
  await saveRequest(i, { ...request, overdueAt: i.now() })
  const { subject, kind, dueAt: due } = request
  await emit(i, 'request.overdue', { request: id, subject, kind, due })
}

async function found(i: Inside, id: string): Promise<PrivacyRequest> {
  const request = await lockRequest(i, id)
  if (!request) throw privacyFaults.noSuchRequest({ request: id })
  return request
}

function movedTo({ state }: PrivacyRequest, move: RequestMove): PrivacyRequest['state'] {
  const to = moved(requestMoves, state, move)
  if (!to) throw privacyFaults.notAllowed({ state })
  return to
}

async function closed(
  i: Inside,
  request: PrivacyRequest,
  end: Pick<PrivacyRequest, 'state' | 'handler' | 'outcome' | 'answer'>,
): Promise<PrivacyRequest> {
  const answer = await sealWords(i, request, 'answer', end.answer)
  const next = { ...request, ...end, answer, closedAt: i.now() }
  await saveRequest(i, next)
  const { id, subject, kind } = request
  await emit(i, 'request.closed', { request: id, subject, kind, state: end.state })
  return next
}
