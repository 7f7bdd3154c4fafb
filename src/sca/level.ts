/**
 * How surely the payer was recognised, in the levels of 条码支付业务规范 (银发〔2017〕296号): A two factors with a digital certificate
 * or electronic signature, B two factors, C fewer than two, D a static code whatever was verified.
 */
export type Level = 'A' | 'B' | 'C' | 'D'

export const levels: readonly Level[] = ['A', 'B', 'C', 'D']

/** What a method proves. Two factors are two different kinds (PSD2 art. 4(30): knowledge, possession, inherence). */
export type Factor = 'knowledge' | 'possession' | 'inherence'

/** How the payer was authenticated with us; `wallet` is the wallet's own confirmation, which it answers for. */
export type Method = 'passkey' | 'sms' | 'wallet'

// A passkey with user verification is the device (possession) and a fingerprint, a face or its PIN: two kinds, whichever it was.
const proved: Record<Method, readonly Factor[]> = {
  passkey: ['possession', 'inherence'],
  sms: ['possession'],
  wallet: ['possession', 'knowledge'],
}

/** Words of the agreement for the number of kinds proved together. */
export type Proof = 'none' | 'one-factor' | 'two-factor'

export function proofOf(methods: readonly Method[]): Proof {
  const kinds = new Set(methods.flatMap((method) => proved[method])).size
  return kinds >= 2 ? 'two-factor' : kinds === 1 ? 'one-factor' : 'none'
}

const rank: Record<Proof, number> = { none: 0, 'one-factor': 1, 'two-factor': 2 }

/** The stronger of two. */
export const strongerOf = (one: Proof, other: Proof): Proof => (rank[other] > rank[one] ? other : one)

/** Evidence that might be the 数字证书 or 电子签名 of level A, as whoever verified it found it. */
export type Signature =
  | { kind: 'certificate'; isLicensed: boolean; isValid: boolean; isKeyOfSigner: boolean }
  | { kind: 'passkey'; isDeviceBound: boolean; isUserVerified: boolean }

/**
 * 银发〔2017〕296号 art. 12 asks for "a digital certificate or electronic signature" among two factors. A certificate of a certification
 * authority licensed under 电子签名法 art. 16-18, valid, its key only the signer's (art. 13), is one. Whether the signature of a
 * passkey bound to a device, with its user verified, is a reliable one under art. 13 no authority has said: it is not counted.
 * Set `passkeys` when the institution's regulator has answered; one that is synchronised or not verified never counts.
 */
export const levelA = { passkeys: false }

export function isSignature(signature: Signature | null, { passkeys } = levelA): boolean {
  if (signature === null) return false
  return signature.kind === 'certificate'
    ? signature.isLicensed && signature.isValid && signature.isKeyOfSigner
    : passkeys && signature.isDeviceBound && signature.isUserVerified
}

/** The level of a payment: a static code is D whatever was verified, and a signature makes A of two factors, never of one. */
export function levelOf(
  proof: Proof,
  { signature = null, staticCode = false }: { signature?: Signature | null; staticCode?: boolean } = {},
  rule = levelA,
): Level {
  if (staticCode) return 'D'
  if (proof !== 'two-factor') return 'C'
  return isSignature(signature, rule) ? 'A' : 'B'
}
