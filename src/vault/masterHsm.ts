import { hsmMac } from '../world/pkcs11.ts'
import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { box, unbox } from './box.ts'
import { vaultFaults } from './errors.ts'
import type { MasterKey } from './master.ts'

const settings = z.strictObject({
  module: z.string().min(1).max(500),
  token: z.string().min(1).max(100),
  label: z.string().min(1).max(100),
  pin: z.string().min(4).max(100),
  environment: z.record(z.string().max(100), z.string().max(500)).optional(),
})

/**
 * A secret key that lives in a hardware security module and never leaves it (PKCS#11). For each data key the module computes a keyed
 * hash over fresh chance, and that is the key this one data key is wrapped under. Where the module is stands in the key file
 * `vault-hsm`: { module, token, label, pin, environment? }. A silent module is the fault vault.master_silent.
 */
export function hsmMaster(w: World): MasterKey {
  const key = settings.parse(JSON.parse(w.keys.read('vault-hsm').toString()))
  const id = `hsm:${key.token}/${key.label}`
  const wrappingKey = async (salt: string): Promise<Buffer> => {
    const mac = await hsmMac({ ...key, environment: key.environment ?? {} }, `covenant/master/wrap/${salt}`)
    if (!mac) throw vaultFaults.masterSilent({ master: id })
    return mac
  }
  return {
    id,
    wrap: async (dataKey, bound) => {
      const salt = Buffer.from(w.random.bytes(24)).toString('base64url')
      const boxed = box(await wrappingKey(salt), 'aes-256-gcm', w.random, dataKey, bound)
      return `${salt}.${boxed.toString('base64url')}`
    },
    unwrap: async (wrapped, bound) => {
      const [salt = '', boxed = ''] = wrapped.split('.')
      return unbox(await wrappingKey(salt), 'aes-256-gcm', Buffer.from(boxed, 'base64url'), bound)
    },
  }
}
