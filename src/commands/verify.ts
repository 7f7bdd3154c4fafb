import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { verifyContract } from '../agreements/paper/verify.ts'
import { certificatesIn, signingFiles } from '../agreements/signing.ts'
import { toRfc3339 } from '../base/time.ts'
import { settingsFromEnvironment } from '../world/real.ts'
import { commandFaults } from './errors.ts'
import { type Flags, print, readArguments, readBytes } from './print.ts'
import { isReceipt, receiptVerdict } from './verifyReceiptFile.ts'

/**
 * Judges a signed contract (PDF) or a receipt of the log (JSON) without asking anybody, and says everything that is wrong
 * with it. Exit code 0 only when all of it holds.
 */
export async function verifyCommand(args: string[]): Promise<number> {
  const { files, flags } = readArguments(args, ['roots', 'key', 'witness', 'document', 'hand-overs'])
  const [file] = files
  if (!file || files.length > 1)
    throw commandFaults.usage({
      usage:
        'covenant verify CONTRACT.pdf [--roots ROOTS.pem] | RECEIPT.json [--key VKEY] [--witness VKEY,…] [--hand-overs FILE.json] [--document FILE.json]   [--json]',
    })
  const bytes = readBytes(file)
  return isReceipt(bytes) ? receiptVerdict(bytes, flags) : await contractVerdict(bytes, flags)
}

async function contractVerdict(bytes: Buffer, flags: Flags): Promise<number> {
  const own = join(settingsFromEnvironment().home, 'keys', signingFiles.trustedRoots)
  const roots = flags.get('roots') ?? (existsSync(own) ? own : null)
  const verdict = await verifyContract(bytes, roots === null ? [] : certificatesIn(readBytes(roots)))
  const { terms, root, signatures, problems, valid, rerendered } = verdict
  print(flags.has('json'), { ...verdict, terms: terms && { agreement: terms.agreement, version: terms.version } }, [
    valid ? 'valid 有效' : 'not valid 无效',
    ...(terms ? [`agreement ${terms.agreement} version ${terms.version}`, `digest ${root}`] : []),
    `pages rendered again from the terms: ${rerendered ? 'the same to the byte 逐字节一致' : 'not the same 不一致'}`,
    ...signatures.map(
      (one) =>
        `signed by ${one.party}: ${one.person}, ${toRfc3339(one.at)}, level ${one.level}, certificate ${one.certificateDigest}, root ${one.anchor ?? 'not trusted'}`,
    ),
    ...problems.map(({ code, zh, en }) => `problem ${code}: ${en} / ${zh}`),
  ])
  return valid ? 0 : 1
}
