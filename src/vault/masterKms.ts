import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { vaultFaults } from './errors.ts'
import type { MasterKey } from './master.ts'

const patienceMs = 3_000
const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  key: z.string().regex(/^[\w-]{1,64}$/),
  token: z.string().min(1).max(4_096),
})
const encrypted = z.object({ data: z.object({ ciphertext: z.string().min(1).max(4_096) }) })
const decrypted = z.object({ data: z.object({ plaintext: z.base64().max(1_024) }) })

/**
 * A key service over HTTP in the form of the transit engine of HashiCorp Vault and OpenBao (POST /v1/transit/encrypt/:name and
 * /decrypt/:name with `plaintext`, `associated_data`, `ciphertext`). Where it is stands in the key file `vault-kms`:
 * { url, key, token }. It is asked once for each data key of a process, with a limit of three seconds; when it is silent nothing is
 * written or read: vault.master_silent.
 */
export function kmsMaster(w: World): MasterKey {
  const { url, key, token } = settings.parse(JSON.parse(w.keys.read('vault-kms').toString()))
  const id = `kms:${key}`
  const ask = async (what: 'encrypt' | 'decrypt', body: object): Promise<{ ok: boolean; answer: unknown }> => {
    try {
      const response = await w.fetch(`${url.replace(/\/$/, '')}/v1/transit/${what}/${key}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-vault-token': token },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(patienceMs),
      })
      // 400 is its word for a ciphertext that is not its own; any other refusal says nothing about the ciphertext.
      if (!response.ok && response.status !== 400) throw vaultFaults.masterSilent({ master: id })
      return { ok: response.ok, answer: await response.json() }
    } catch {
      throw vaultFaults.masterSilent({ master: id })
    }
  }
  return {
    id,
    wrap: async (dataKey, bound) => {
      const { ok, answer } = await ask('encrypt', {
        plaintext: Buffer.from(dataKey).toString('base64'),
        associated_data: Buffer.from(bound).toString('base64'),
      })
      if (!ok) throw vaultFaults.masterSilent({ master: id })
      return encrypted.parse(answer).data.ciphertext
    },
    unwrap: async (wrapped, bound) => {
      const { ok, answer } = await ask('decrypt', {
        ciphertext: wrapped,
        associated_data: Buffer.from(bound).toString('base64'),
      })
      return ok ? Buffer.from(decrypted.parse(answer).data.plaintext, 'base64') : null
    },
  }
}
