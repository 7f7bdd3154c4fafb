import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { logKeyFiles, signerOf, signingFile, vkeyText } from '../audit/logKey.ts'
import { verifyReceipt } from '../audit/verifyReceipt.ts'
import { Fault } from '../base/fault.ts'
import { toRfc3339 } from '../base/time.ts'
import { settingsFromEnvironment } from '../world/real.ts'
import { parseStrictJson } from '../world/strict-json.ts'
import { handOversIn } from './handOversIn.ts'
import { type Flags, print, readBytes } from './print.ts'

/** A receipt is JSON and a contract is PDF, whatever their files are called. */
export const isReceipt = (bytes: Buffer): boolean => /^\s*\{/.test(bytes.subarray(0, 100).toString('latin1'))

/**
 * Says what a receipt proves, step by step. Without `--key` the key of the log that lives here is asked for;
 * `--hand-overs` leads from the trusted key to another one of the same log; `--document` is a file whose content the record is said
 * to carry the digest of: the export a person was given.
 */
export function receiptVerdict(bytes: Buffer, flags: Flags): number {
  const handOverFile = flags.get('hand-overs')
  const handOvers = handOverFile ? handOversIn(bundleOf(readBytes(handOverFile)), handOverFile) : []
  const witnesses = flags.get('witness')?.split(',') ?? []
  const document = flags.get('document')
  const bundle = bundleOf(bytes)
  const whole = document && bundle ? { ...(bundle as object), document: bundleOf(readBytes(document)) } : bundle
  const key = flags.get('key') ?? ownKey(join(settingsFromEnvironment().home, 'keys'), bundle)
  const verdict = verifyReceipt(whole, { key, witnesses, handOvers })
  const { receipt, checkpoint, steps, valid } = verdict
  print(flags.has('json'), { valid, kind: receipt?.kind ?? null, record: receipt?.record ?? null, checkpoint, steps }, [
    valid ? 'valid 有效' : 'not valid 无效',
    ...(receipt
      ? [
          `${receipt.kind}: ${receipt.record.act} ${receipt.record.object}, ${toRfc3339(receipt.record.at)}`,
          `facts ${JSON.stringify(receipt.record.facts)}`,
        ]
      : []),
    ...(checkpoint ? [`checkpoint ${checkpoint.origin} size ${checkpoint.size} root ${checkpoint.root}`] : []),
    ...steps
      .filter(({ passed }) => passed !== null)
      .map(({ code, passed, zh, en }) => `${passed ? 'holds' : 'BROKEN'} ${code}: ${en} / ${zh}`),
  ])
  return valid ? 0 : 1
}

// Where the log itself lives, its keys are known: the one the receipt names, else the newest. Nothing is made here: an empty folder
// trusts nobody.
function ownKey(folder: string, bundle: unknown): string | null {
  const origin = join(folder, logKeyFiles.origin)
  if (!existsSync(origin)) return null
  const name = readBytes(origin).toString('utf8').trim()
  const files = Array.from({ length: 100 }, (_, at) => join(folder, signingFile(at + 1))).filter(existsSync)
  const keys = files.map((file) => vkeyText(signerOf(name, 'log', readBytes(file)).vkey))
  return keys.find((key) => key === (bundle as { key?: unknown } | null)?.key) ?? keys.at(-1) ?? null
}

// A text that is no strict JSON (a name twice, a lone surrogate) is judged as a receipt without form.
function bundleOf(bytes: Buffer): unknown {
  try {
    return parseStrictJson(bytes)
  } catch (error) {
    if (error instanceof Fault) return null
    throw error
  }
}
