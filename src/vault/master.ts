/** What wraps data keys and never leaves its place: a file, a key service or a hardware module. */
export type MasterKey = {
  /** Kept beside each wrapped key, so that the right master opens it during a change. */
  id: string
  /** Encrypts a data key, bound to its place in the vault. */
  wrap(key: Uint8Array, bound: string): Promise<string>
  /** The data key, or null when it was not wrapped by this master for this place. */
  unwrap(wrapped: string, bound: string): Promise<Uint8Array | null>
}
