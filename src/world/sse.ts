import type { ServerResponse } from 'node:http'
import { assert } from '../base/assert.ts'
import type { Canonical } from '../base/canonical.ts'

/** One server-sent event. `id` comes back as Last-Event-ID when the browser reconnects. */
export type StreamEvent = { event?: string; id?: string; data: Canonical }

export type Stream = {
  /** Sends one event. A reader too slow to take it is cut off and reconnects by itself. */
  send(event: StreamEvent): void
  /** Aborted when the reader is gone or the server stops. */
  readonly closed: AbortSignal
  /** Resolves at the same moment, for `await stream.ended`. */
  readonly ended: Promise<void>
}

/** Writes to a stream for as long as it runs; the stream ends when the promise does. */
export type Feed = (stream: Stream) => Promise<void>

const heartbeatMs = 15_000
const waitingBytesMax = 1_048_576

/** The text of one event (WHATWG HTML, section 9.2.5). JSON has no raw line break, so one data line is enough. */
export function eventText({ event, id, data }: StreamEvent): string {
  for (const field of [event, id])
    assert(field === undefined || /^[\w.:-]{1,200}$/.test(field), 'an event field is a word')
  return `${id === undefined ? '' : `id: ${id}\n`}${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`
}

/** Runs a feed over an open response until it ends, the reader leaves, or `stop` is aborted. Rejects as the feed does. */
export async function runFeed(response: ServerResponse, feed: Feed, stop: AbortSignal): Promise<void> {
  const gone = new AbortController()
  const leave = (): void => gone.abort()
  const ended = new Promise<void>((resolve) => gone.signal.addEventListener('abort', () => resolve(), { once: true }))
  response.once('close', leave)
  stop.addEventListener('abort', leave, { once: true })
  if (stop.aborted) leave()
  const write = (text: string): void => {
    if (gone.signal.aborted) return
    response.write(text)
    if (response.writableLength <= waitingBytesMax) return
    leave()
    response.destroy()
  }
  // A comment line now and then keeps proxies from closing a quiet stream.
  const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs)
  heartbeat.unref()
  try {
    write('retry: 2000\n\n')
    await Promise.race([feed({ send: (event) => write(eventText(event)), closed: gone.signal, ended }), ended])
  } finally {
    clearInterval(heartbeat)
    stop.removeEventListener('abort', leave)
    leave()
    response.end()
  }
}
