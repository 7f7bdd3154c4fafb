import { getBytes, getText } from '../../api/client.ts'
import type { LogAnchor } from '../../api/contract-log.ts'
import { hex, sha256, utf8 } from '../../ui/hash.ts'
import { isSigned, noteOf } from '../../ui/note.ts'

/** What this machine found about an anchor. `isSigned` is null while no key of the log is trusted. */
export type AnchorFound = {
  isSigned: boolean | null
  isRoot: boolean
  /** A stamp carries the digest of this checkpoint; null where there is no stamp. */
  isImprint: boolean | null
  /** What the transaction has to carry; null where there is none. */
  data: string | null
  /** The text that was stamped. */
  text: string
}

/** Fetches the checkpoint of an anchor and holds it against the trusted key, the anchor's root, and what was given out. */
export async function checkAnchor(of: LogAnchor, trusted: string | null): Promise<AnchorFound> {
  const note = noteOf(await getText(`/v1/log/checkpoints/${of.size}`))
  if (!note) throw new Error('the checkpoint cannot be read')
  const root = hex(note.root)
  return {
    isSigned: trusted === null ? null : await isSigned(note, trusted),
    isRoot: note.size === of.size && root === of.root,
    isImprint: of.kind === 'timestamp' ? await carries(of.record, note.text) : null,
    data: of.kind === 'evm' ? dataOf(note.size, root) : null,
    text: note.text,
  }
}

// The message imprint of a stamp (RFC 3161 section 2.4.2) is an OCTET STRING of 32 bytes.
async function carries(record: string, text: string): Promise<boolean> {
  const stamp = hex(await getBytes(`/v1/log/anchors/${record}/stamp`))
  return stamp.includes(`0420${hex(await sha256(utf8(text)))}`)
}

/** "covenant/1", eight bytes of size, the root: written here a second time, so that a mistake of the server is seen. */
export const dataOf = (size: number, root: string): string =>
  `0x${hex(utf8('covenant/1'))}${size.toString(16).padStart(16, '0')}${root}`
