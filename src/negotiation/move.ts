import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { ClauseName, Clauses } from '../agreements/terms.ts'
import { type Canonical, canonical } from '../base/canonical.ts'
import { type Digest, digestOf } from '../base/digest.ts'

/** The two who negotiate. */
export type Side = 'institution' | 'wallet'
export const sides = ['institution', 'wallet'] as const
export const otherSide = (side: Side): Side => (side === 'institution' ? 'wallet' : 'institution')

export type Act =
  | { kind: 'offer'; clauses: Partial<Clauses>; words: string | null }
  | { kind: 'accept'; offer: Digest }
  | { kind: 'reject'; offer: Digest; words: string }
  | { kind: 'lock'; clauses: ClauseName[] }
  | { kind: 'unlock'; clauses: ClauseName[] }
  | { kind: 'ready'; root: Digest }

/** What its author signs: where it stands in their own chain (`prev`), and what they had seen of the other (`seen`). */
export type MoveBody = {
  neg: string
  by: Side
  person: string
  seq: number
  prev: Digest | null
  seen: Digest | null
  at: number
  act: Act
}
export type Move = MoveBody & { sig: string }

/** SHA-256 of the canonical move without its signature. */
export const moveId = (move: MoveBody): Digest => digestOf(signedText(move))

/** Signs a move by the Ed25519 key of the author's organisation. */
export const signMove = (body: MoveBody, key: KeyObject): Move => ({
  ...body,
  sig: sign(null, Buffer.from(signedText(body)), key).toString('base64url'),
})

/** Whether the author's key signed exactly this move. */
export function isSigned(move: Move, publicKey: string): boolean {
  const sig = Buffer.from(move.sig, 'base64url')
  if (sig.toString('base64url') !== move.sig) return false // one signature has one text
  return verify(null, Buffer.from(signedText(move)), toPublicKey(publicKey), sig)
}

/** An Ed25519 private key from PEM. */
export const toPrivateKey = (pem: string): KeyObject => createPrivateKey(pem)

/** The public half as base64url of its SPKI form: what a room names each side by. */
export const publicHalf = (key: KeyObject): string =>
  createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64url')

const toPublicKey = (written: string): KeyObject =>
  createPublicKey({ key: Buffer.from(written, 'base64url'), type: 'spki', format: 'der' })

// The name of the form keeps a signature from serving as one of anything else.
function signedText({ neg, by, person, seq, prev, seen, at, act }: MoveBody): string {
  return `negotiation-move/1\n${canonical({ neg, by, person, seq, prev, seen, at, act: act as unknown as Canonical })}`
}
