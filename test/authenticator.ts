import { createRequire } from 'node:module'

// An authenticator in software that is not ours (nid-webauthn-emulator), for tests of passkeys without a browser.

type Json = object

/** A device with its own keys: makes passkeys and signs challenges for an origin. */
export type Device = {
  createJSON(origin: string, options: Json): Json
  getJSON(origin: string, options: Json): Json
}

const require = createRequire(import.meta.url)

// Its CBOR library reads a stream in one piece; newer versions of Node hand the pieces out one by one. We join them again.
const NoFilter = require('nofilter') as { prototype: { read(size?: number): Buffer | null } }
const readPiece = NoFilter.prototype.read
NoFilter.prototype.read = function read(size?: number): Buffer | null {
  if (size !== undefined) return readPiece.call(this, size)
  const pieces: Buffer[] = []
  for (let piece = readPiece.call(this); piece !== null; piece = readPiece.call(this)) pieces.push(piece)
  return pieces.length === 0 ? null : Buffer.concat(pieces)
}

const {
  default: Emulator,
  AuthenticatorEmulator,
  PasskeysCredentialsMemoryRepository,
} = require('nid-webauthn-emulator') as {
  default: new (authenticator: object) => Device
  AuthenticatorEmulator: new (options: object) => object
  PasskeysCredentialsMemoryRepository: new () => object
}

// Without a store of its own every device would hold the passkeys of all.
const made = (options: object = {}): Device =>
  new Emulator(
    new AuthenticatorEmulator({ credentialsRepository: new PasskeysCredentialsMemoryRepository(), ...options }),
  )

/** A new device without passkeys; it verifies its user by itself. */
export const newDevice = (): Device => made()

const careless = (user: unknown) => ({ user, options: { up: true, uv: false } })

/** A device that signs without asking for a finger, a face or a PIN. */
export const carelessDevice = (): Device =>
  made({ userMakeCredentialInteraction: careless, userGetAssertionInteraction: careless })
