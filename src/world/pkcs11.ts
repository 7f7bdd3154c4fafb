import { execFile } from 'node:child_process'

/** A token of a hardware security module and the key in it. */
export type HsmKey = {
  /** The module's PKCS#11 library. */
  module: string
  /** Label of the token, and of the secret key in it. */
  token: string
  label: string
  pin: string
  /** Variables the library itself asks for, such as SOFTHSM2_CONF. */
  environment?: Record<string, string>
}

const patienceMs = 5_000

/**
 * HMAC-SHA-256 of a text, computed inside the module (CKM_SHA256_HMAC) by `pkcs11-tool` of OpenSC. The PIN travels in the tool's
 * environment, never on its command line. Null when the module does not answer as it should.
 */
export function hsmMac({ module, token, label, pin, environment = {} }: HsmKey, text: string): Promise<Buffer | null> {
  const args = ['--module', module, '--token-label', token, '--login', '--pin', 'env:COVENANT_HSM_PIN']
  return new Promise((resolve) => {
    const tool = execFile(
      'pkcs11-tool',
      [...args, '--sign', '--mechanism', 'SHA256-HMAC', '--label', label],
      {
        timeout: patienceMs,
        encoding: 'buffer',
        maxBuffer: 65_536,
        env: { PATH: process.env['PATH'] ?? '', ...environment, COVENANT_HSM_PIN: pin },
      },
      (error, output) => resolve(error || output.length !== 32 ? null : output),
    )
    tool.stdin?.on('error', () => undefined) // it ended before it read
    tool.stdin?.end(text)
  })
}
