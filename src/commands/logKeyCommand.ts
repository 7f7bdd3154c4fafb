import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { handedOver } from '../audit/handOver.ts'
import { ed25519Pem, logKeyFiles, signerOf, signingFile, vkeyText } from '../audit/logKey.ts'
import { toRfc3339 } from '../base/time.ts'
import { settingsFromEnvironment } from '../world/real.ts'
import { commandFaults } from './errors.ts'
import { handOversIn } from './handOversIn.ts'
import { type Flags, print, readArguments, readBytes } from './print.ts'

const usage = [
  'covenant log-key --log URL --api-key FILE [--hand-over] [--json]',
  '  or: covenant log-key --make',
].join('\n')
const timeoutMs = 10_000

type Status = { key: string; signing: { number: number; since: string | null; waits: boolean } }

/**
 * The signing key of a log and how it came to it: which signs, since when, and every hand-over, each verified here. `--hand-over` asks
 * the log to hand over to its next key, which `--make` puts among the keys of a live installation beforehand. Exit code 1 when a
 * hand-over does not hold.
 */
export async function logKeyCommand(args: string[]): Promise<number> {
  const { flags } = readArguments(args, ['log', 'api-key'])
  if (flags.has('make')) return makeNext()
  const call = caller(flags)
  if (flags.has('hand-over')) await call('/v1/log/key', {})
  const { key, signing } = (await call('/v1/log')) as Status
  const links = handOversIn(await call('/v1/log/hand-overs')).map((given) => ({ given, link: handedOver(given) }))
  const isJoined = links.every(({ link }, at) => link && (at === 0 || links[at - 1]?.link?.to === link.from))
  const holds = isJoined && (links.at(-1)?.link?.to ?? key) === key
  print(flags.has('json'), { key, signing, handOvers: links.map(({ given }) => given), holds }, [
    `key ${signing.number} 第 ${signing.number} 把: ${key}`,
    `signs since 启用于 ${signing.since ?? '-'}${signing.waits ? ' (being handed over 正在交接)' : ''}`,
    ...links.map(({ given, link }) =>
      link
        ? `${toRfc3339(given.record.at)} size ${link.size}: ${link.from} → ${link.to}`
        : `${toRfc3339(given.record.at)} BROKEN 不成立: ${given.record.id}`,
    ),
    holds ? 'the chain of keys holds 密钥链成立' : 'the chain of keys does NOT hold 密钥链不成立',
  ])
  return holds ? 0 : 1
}

function caller(flags: Flags): (path: string, body?: object) => Promise<unknown> {
  const [log, file] = [flags.get('log'), flags.get('api-key')]
  if (!log || !file) throw commandFaults.usage({ usage })
  const url = log.replace(/\/$/, '')
  const headers = {
    authorization: `Bearer ${readBytes(file).toString('utf8').trim()}`,
    'content-type': 'application/json',
  }
  return async (path, body) => {
    const init = body ? { method: 'POST', body: JSON.stringify(body) } : {}
    const reply = await fetch(url + path, { ...init, headers, signal: AbortSignal.timeout(timeoutMs) }).catch(() => {
      throw commandFaults.notRunning({ url })
    })
    const said = (await reply.json().catch(() => ({}))) as { zh?: string; en?: string }
    if (reply.ok) return said
    throw commandFaults.refused({
      call: path,
      zh: said.zh ?? String(reply.status),
      en: said.en ?? String(reply.status),
    })
  }
}

// Beside the keys that are here, never over one: the log takes it up when it is asked to hand over.
function makeNext(): number {
  const folder = join(settingsFromEnvironment().home, 'keys')
  const n = Array.from({ length: 101 }, (_, at) => at + 1).find((one) => !existsSync(join(folder, signingFile(one))))
  const origin = join(folder, logKeyFiles.origin)
  if (n === undefined || !existsSync(origin)) throw commandFaults.noFile({ file: origin })
  const [file, pem] = [join(folder, signingFile(n)), ed25519Pem(randomBytes(32))]
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(file, pem, { mode: 0o600, flag: 'wx' })
  const name = readBytes(origin).toString('utf8').trim()
  print(false, null, [file, vkeyText(signerOf(name, 'log', pem).vkey)])
  return 0
}
