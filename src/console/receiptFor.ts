import { receiptOf } from '../audit/receipt.ts'
import type { Receipt } from '../audit/receiptShape.ts'
import { type Consent, receiptOf as wordsOf } from '../consent/consent.ts'
import { consentById } from '../consent/find.ts'
import type { Permission } from '../identity/role.ts'
import { paymentById } from '../payments/find.ts'
import { worldFaults } from '../world/errors.ts'
import { recordsNewest } from '../world/recordList.ts'
import type { KeptRecord } from '../world/records.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { consoleFaults } from './errors.ts'

type Telling = {
  /** Acts that tell what became of it; the newest of them is the receipt. */
  acts: readonly string[]
  permissions: readonly Permission[]
  /** Whether the caller may know of it, as at the door of the thing itself. */
  isKnownTo(w: World, who: Who, told: KeptRecord): Promise<boolean>
}

const seesAll = ({ orgKind }: Who): boolean => orgKind === 'institution' || orgKind === 'auditor'

const tellings: Record<string, Telling> = {
  pay: {
    acts: ['payment.captured', 'payment.ended'],
    permissions: ['payments.read'],
    isKnownTo: async (w, who, { object }) => seesAll(who) || (await paymentById(w, object))?.merchant === who.org,
  },
  agr: {
    acts: ['agreement.in_force'],
    permissions: ['agreements.read'],
    isKnownTo: async (_, who, { facts }) => seesAll(who) || (who.orgKind === 'partner' && facts['partner'] === who.org),
  },
  cns: {
    acts: ['consent.given', 'consent.withdrawn'],
    permissions: ['consents.read', 'own.privacy'],
    isKnownTo: async (_, who, { facts }) => seesAll(who) || facts['subject'] === who.org,
  },
  // What a person was given of her own data.
  con: {
    acts: ['privacy.deliver_export'],
    permissions: ['requests.read', 'own.privacy'],
    isKnownTo: async (_, who, { object }) => seesAll(who) || object === who.org,
  },
}

/**
 * The newest receipt of a payment, an agreement, a consent or of the data a person was given: proof, by the log, of what became of it. Whoever may not know the
 * thing learns no more than of one that does not exist. Faults console.no_receipt, audit.not_numbered, audit.empty.
 */
export async function receiptFor(w: World, who: Who, object: string): Promise<Receipt> {
  const telling = tellings[object.slice(0, 3)]
  if (!telling) throw consoleFaults.noReceipt({ object })
  if (!telling.permissions.some((one) => who.permissions.has(one)))
    throw worldFaults.notAllowed({ may: telling.permissions[0] ?? '-' })
  const told = await newestTold(w, object, telling.acts)
  if (!told || !(await telling.isKnownTo(w, who, told))) throw consoleFaults.noReceipt({ object })
  const consent = object.startsWith('cns_') ? await consentById(w, object) : null
  return await receiptOf(w, told.id, consent && isTold(consent, told) ? { document: wordsOf(consent) } : {})
}

async function newestTold(w: World, object: string, acts: readonly string[]): Promise<KeptRecord | null> {
  const filter = { owner: null, before: null, object, actor: null }
  const found = await Promise.all(acts.map((act) => recordsNewest(w, { ...filter, act }, 1)))
  return found.flat().reduce<KeptRecord | null>((newest, one) => (newest && newest.id > one.id ? newest : one), null)
}

// The words of the consent go with it, because their digest stands in the record.
const isTold = ({ receipt }: Consent, { facts }: KeptRecord): boolean => facts['receipt'] === receipt
