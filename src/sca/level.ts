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

/**
 * The level of a payment. Whether a passkey counts as 电子签名 for level A is a legal question, so A is given only with a
 * certificate of a certification authority (电子签名法 art. 13).
 */
export function levelOf(proof: Proof, { certificate = false, staticCode = false } = {}): Level {
  if (staticCode) return 'D'
  if (proof !== 'two-factor') return 'C'
  return certificate ? 'A' : 'B'
}
