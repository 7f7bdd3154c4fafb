import { randomBytes } from 'node:crypto'
import { existsSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { cosign } from '../audit/cosign.ts'
import { type Followed, followLog } from '../audit/followLog.ts'
import type { Signer } from '../audit/logKey.ts'
import { makeWitnessKey, readWitnessKey } from '../audit/witnessKey.ts'
import { Fault } from '../base/fault.ts'
import { commandFaults } from './errors.ts'
import { handOversIn } from './handOversIn.ts'
import { type Flags, readArguments, readBytes, readJson } from './print.ts'

const usage = [
  'covenant witness --log URL --key FILE --state FILE --api-key FILE [--log-key VKEY] [--every SECONDS] [--once]',
  '  or: covenant witness --key FILE --make-key NAME',
].join('\n')
const everySeconds = 30
const timeoutMs = 10_000

/**
 * Watches a log from outside: cosigns each checkpoint that contains, unchanged, everything signed before, and refuses a fork, a
 * roll-back and a key it was not handed over to. What it believes stands in the state file before it signs. Exit code 1 when the log lied.
 */
export async function witnessCommand(args: string[]): Promise<number> {
  const { flags } = readArguments(args, ['log', 'key', 'state', 'api-key', 'log-key', 'every', 'make-key'])
  const keyFile = wanted(flags, 'key')
  const name = flags.get('make-key')
  if (name !== undefined) return makeKey(keyFile, name)
  const watch: Watch = {
    url: wanted(flags, 'log').replace(/\/$/, ''),
    signer: signerIn(keyFile),
    stateFile: wanted(flags, 'state'),
    authorization: `Bearer ${readBytes(wanted(flags, 'api-key')).toString('utf8').trim()}`,
    logKey: flags.get('log-key') ?? null,
  }
  const pauseMs = Number(flags.get('every') ?? everySeconds) * 1_000
  if (!(pauseMs >= 1_000)) throw commandFaults.usage({ usage })
  if (flags.has('once')) return (await look(watch)) ? 0 : 1
  for (;;) {
    // The log being away or not ready is no lie: the next look asks again.
    const isTrue = await look(watch).catch((error: unknown) => {
      if (!(error instanceof Fault)) throw error
      say(`${error.en} / ${error.zh}`)
      return true
    })
    if (!isTrue) return 1
    await sleep(pauseMs)
  }
}

type Watch = { url: string; signer: Signer; stateFile: string; authorization: string; logKey: string | null }

// False when the log lied; a fault when it could not be asked.
async function look(watch: Watch): Promise<boolean> {
  const before = readState(watch.stateFile)
  const key = watch.logKey ?? before?.key ?? (await ask<{ key: string }>(watch, '/v1/log')).key
  const note = await (await call(watch, '/v1/log/checkpoint')).text()
  const step = await followLog(before, key, note, {
    consistency: async (from, to) =>
      (await ask<{ proof: string[] }>(watch, `/v1/log/proof/consistency?from=${from}&to=${to}`)).proof,
    handOvers: async () => handOversIn(await ask(watch, '/v1/log/hand-overs')),
  })
  if (step.outcome === 'refused') {
    const evidence = `${watch.stateFile}.evidence`
    writeFileSync(
      evidence,
      JSON.stringify({ because: step.because, key, before: before?.note ?? null, now: note }, null, 2),
    )
    say(`refused 拒绝会签: ${step.en} / ${step.zh}\n  evidence 证据: ${evidence}`)
    return false
  }
  if (step.outcome === 'same') {
    say(`size ${step.size}: nothing new 没有新记录`)
    return true
  }
  if (before && step.followed.key !== before.key)
    say(`the log handed its key over 日志已交接密钥: ${before.key} → ${step.followed.key}`)
  // Remembered first: a witness that forgets what it signed could be made to sign a fork.
  keepState(watch.stateFile, step.followed)
  const line = cosign(step.text, watch.signer, Date.now())
  await call(watch, '/v1/log/cosignatures', { size: step.size, cosignature: line.trimEnd() })
  say(`size ${step.size}: cosigned 已会签 as ${watch.signer.vkey.name}`)
  return true
}

async function call({ url, authorization }: Watch, path: string, body?: object): Promise<Response> {
  const headers = { authorization, ...(body && { 'content-type': 'application/json' }) }
  const init = body ? { method: 'POST', body: JSON.stringify(body) } : {}
  const reply = await fetch(url + path, { ...init, headers, signal: AbortSignal.timeout(timeoutMs) }).catch(() => {
    throw commandFaults.notRunning({ url })
  })
  if (reply.ok) return reply
  const { zh = '', en = '' } = (await reply.json().catch(() => ({}))) as { zh?: string; en?: string }
  throw commandFaults.refused({ call: path, zh: zh || String(reply.status), en: en || String(reply.status) })
}

const ask = async <T>(watch: Watch, path: string): Promise<T> => (await (await call(watch, path)).json()) as T

function makeKey(file: string, name: string): number {
  if (existsSync(file) || !/^[^\s+]+$/.test(name)) throw commandFaults.usage({ usage })
  const { line, vkey } = makeWitnessKey(name, randomBytes(32))
  writeFileSync(file, `${line}\n`, { mode: 0o600, flag: 'wx' })
  say(vkey)
  return 0
}

function signerIn(file: string): Signer {
  const signer = readWitnessKey(readBytes(file).toString('utf8'))
  if (!signer || (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0))
    throw commandFaults.witnessKey({ file })
  return signer
}

function readState(file: string): Followed | null {
  if (!existsSync(file)) return null
  const read = readJson(file) as Partial<Followed> | null
  if (typeof read?.key !== 'string' || typeof read.note !== 'string')
    throw commandFaults.notJson({ file, because: 'key, note' })
  return { key: read.key, ...(Array.isArray(read.before) && { before: read.before }), note: read.note }
}

// Written beside and moved into place, so that a crash leaves the old memory or the new.
function keepState(file: string, followed: Followed): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(followed, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

function wanted(flags: Flags, name: string): string {
  const value = flags.get(name)
  if (!value) throw commandFaults.usage({ usage })
  return value
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
