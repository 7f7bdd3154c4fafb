import { z } from '../world/route.ts'

// What browsers answer (WebAuthn Level 3, section 5.10: the JSON forms of PublicKeyCredential). Everything is base64url and bounded.

const base64url = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[\w-]*$/)

const common = {
  id: base64url(1_400),
  rawId: base64url(1_400),
  type: z.literal('public-key'),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
  authenticatorAttachment: z.enum(['cross-platform', 'platform']).optional(),
}

/** The answer to a question of a passkey that is known. */
export const assertionJson = z
  .strictObject({
    ...common,
    response: z.strictObject({
      clientDataJSON: base64url(4_000),
      authenticatorData: base64url(4_000),
      signature: base64url(2_000),
      userHandle: base64url(200).optional(),
    }),
  })
  .meta({ id: 'PasskeyAssertion' })

/** A new passkey. */
export const attestationJson = z
  .strictObject({
    ...common,
    response: z.strictObject({
      clientDataJSON: base64url(4_000),
      attestationObject: base64url(16_000),
      authenticatorData: base64url(4_000).optional(),
      transports: z.array(z.string().max(20)).max(10).optional(),
      publicKeyAlgorithm: z.int().optional(),
      publicKey: base64url(4_000).optional(),
    }),
  })
  .meta({ id: 'PasskeyAttestation' })
