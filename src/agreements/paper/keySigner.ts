import type { KeyObject } from 'node:crypto'
import { signWith } from './algorithms.ts'
import type { PartySigner } from './cms.ts'

/** A signer whose key this process holds (RSA-3072 or P-256): our own side, tests, the demo world. A partner's key never comes here. */
export const keySigner = (privateKey: KeyObject, certificateChain: Buffer[]): PartySigner => ({
  certificateChain,
  sign: async (signedAttributesDer) => signWith(privateKey, signedAttributesDer),
})
