import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoKeyFiles } from '../sandbox/demoKeys.ts'
import type { Settings } from '../world/real.ts'
import { commandFaults } from './errors.ts'

/** One caller of the public API: JSON in, JSON out; whatever is refused is told in one line. */
export type Caller = {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: unknown): Promise<T>
  bytes(path: string): Promise<Buffer>
  postBytes<T>(path: string, body: Buffer, type: string): Promise<T>
}

/** Who takes part in the walk: an operator of the institution, a merchant's till, and a shopper's phone at the wallet. */
export async function demoCallers({
  home,
  port,
}: Settings): Promise<{ operator: Caller; till: Caller; phone: Caller }> {
  const url = `http://localhost:${port}`
  await reached(url, () => fetch(`${url}/health/live`))
  const key = (file: string): string => readFileSync(join(home, 'keys', file), 'utf8').trim()
  return {
    operator: caller(url, key(demoKeyFiles.operator)),
    till: caller(url, key(demoKeyFiles.merchant)),
    phone: caller(`http://127.0.0.1:${port + 1}`, null),
  }
}

let numbers = 0
/** A number nobody has used: orders and idempotency keys of this run. */
export const freshNumber = (kind: string): string =>
  `DEMO-${kind}-${process.pid}-${process.hrtime.bigint()}-${++numbers}`

function caller(url: string, key: string | null): Caller {
  const call = async (
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    type?: string,
  ): Promise<Response> => {
    const headers = new Headers(type === undefined ? {} : { 'content-type': type })
    if (key !== null) headers.set('authorization', `Bearer ${key}`)
    if (key !== null && method === 'POST') headers.set('idempotency-key', freshNumber('K'))
    const reply = await reached(url, () =>
      fetch(url + path, { method, headers, ...(body === undefined ? {} : { body }) }),
    )
    if (!reply.ok) throw await refusal(reply, `${method} ${path}`)
    return reply
  }
  return {
    get: async <T>(path: string) => (await (await call('GET', path)).json()) as T,
    post: async <T>(path: string, body: unknown) =>
      (await (await call('POST', path, JSON.stringify(body), 'application/json')).json()) as T,
    bytes: async (path) => Buffer.from(await (await call('GET', path)).arrayBuffer()),
    postBytes: async <T>(path: string, body: Buffer, type: string) =>
      (await (await call('POST', path, new Uint8Array(body), type)).json()) as T,
  }
}

async function reached(url: string, call: () => Promise<Response>): Promise<Response> {
  try {
    return await call()
  } catch {
    throw commandFaults.notRunning({ url })
  }
}

async function refusal(reply: Response, what: string): Promise<Error> {
  const said = (await reply.json().catch(() => ({}))) as { zh?: string; en?: string }
  const status = String(reply.status)
  return commandFaults.refused({ call: what, zh: said.zh ?? status, en: said.en ?? status })
}
