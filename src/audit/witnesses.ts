import { newId } from '../base/id.ts'
import { command, transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { auditFaults } from './errors.ts'
import { vkeyText } from './logKey.ts'
import { cosignedAt } from './noteSignature.ts'
import { readNote, readVkey } from './readNote.ts'
import { addCosignature, addWitness, checkpointOfSize, readWitnesses, type Witness, witnessesMax } from './store.ts'
import { witnessOrg } from './witnessOrg.ts'

// A witness signs in the second it looks; its clock may be this far ahead of ours.
const aheadMostMs = 5 * 60_000

/** Registers somebody outside who will cosign: by a vkey of type 0x04. Faults audit.witness_key_wrong, witness_org_unknown, witness_taken. */
export async function registerWitness(w: World, key: string, org: string): Promise<Witness> {
  const vkey = readVkey(key)
  if (vkey?.type !== 'witness' || vkeyText(vkey) !== key) throw auditFaults.witnessKeyWrong({}, '/key')
  if (!(await witnessOrg(w, org))) throw auditFaults.witnessOrgUnknown({ org }, '/org')
  const witness = { id: newId('wit', w.now(), w.random), name: vkey.name, key, org }
  await command(w, 'audit.register_witness', null, { ...witness }, async (i) => {
    if ((await readWitnesses(i)).length >= witnessesMax) throw auditFaults.witnessesFull({ most: String(witnessesMax) })
    if ((await addWitness(i, witness)) === 0) throw auditFaults.witnessTaken({ name: vkey.name }, '/key')
    record(i, { act: 'audit.register_witness', object: witness.id, facts: { name: vkey.name, key, org } })
    return witness.id
  })
  return { ...witness, size: null, at: null }
}

/**
 * Keeps a witness's signature line over one of our checkpoints, after verifying it. Only the witness's own organisation, or
 * ours, hands it in. Handing in the same again is harmless. Faults audit.checkpoint_unknown, audit.witness_unknown,
 * audit.cosignature_wrong.
 */
export async function takeCosignature(w: World, who: Who, size: number, line: string): Promise<Witness> {
  const checkpoint = await checkpointOfSize(w, size)
  if (!checkpoint) throw auditFaults.checkpointUnknown({ size: String(size) }, '/size')
  const note = readNote(`${checkpoint.note}${line}\n`)
  const signature = note?.signatures.at(-1)
  if (!note || !signature) throw wrong('不是一行签名', 'it is not one signature line')
  const found = (await readWitnesses(w)).find(({ name }) => name === signature.name)
  if (!found || (who.orgKind !== 'institution' && found.org !== who.org)) throw auditFaults.witnessUnknown()
  const vkey = readVkey(found.key)
  const second = vkey && cosignedAt(note, vkey)
  if (second === null) throw wrong('签名与登记的公钥不符', 'it is not signed by the registered key')
  if (second * 1_000 > w.now() + aheadMostMs) throw wrong('时间在将来', 'its time is in the future')
  const at = second * 1_000
  // Recorded, each cosignature would be a new leaf to cosign, and the log would never rest.
  await transaction(w, (i) => addCosignature(i, { size, witness: found.id, at, line: `${line}\n` }), {
    unrecorded: 'a signature over the log is its own evidence',
  })
  return { ...found, ...(found.size === null || size >= found.size ? { size, at } : {}) }
}

const wrong = (zh: string, en: string) => auditFaults.cosignatureWrong({ zh, en }, '/cosignature')
