import { z } from 'zod'
import { agreementId, count, digest, line, type party, type product, type strength } from './leaf.ts'
import { type feeRule, fees, limits, refunds, reserve, revenueShare, risk, settlement } from './moneyClauses.ts'
import {
  dataSharing,
  integration,
  law,
  marketing,
  monitoring,
  parties,
  scope,
  serviceLevels,
  term,
} from './serviceClauses.ts' // prettier: one list

/** Integer parts per million. */
export type Ppm = number
export type Text = { zh: string; en: string }
export type Product = z.infer<typeof product>
export type Party = z.infer<typeof party>
/** How the payer was authenticated. */
export type Strength = z.infer<typeof strength>

// The order of the clauses is the order of the leaves under the root: never change it under schema wallet-agreement/1.
const clauses = z.strictObject({
  parties,
  scope,
  integration,
  fees,
  revenueShare,
  risk,
  reserve,
  settlement,
  refunds,
  limits,
  monitoring,
  serviceLevels,
  marketing,
  dataSharing,
  term,
  law,
}) // prettier: one list

/** Shape of an agreement. Parsing also normalises: sets sorted, text in NFC, moments in UTC. Meaning is checked in validate.ts. */
export const termsSchema = z.strictObject({
  schema: z.literal('wallet-agreement/1', 'unknown_choice'),
  agreement: agreementId,
  version: count(1, 10_000),
  amends: digest.nullable(), // root of the version before; null only in version 1
  renderer: line(120), // which program and fonts print the page
  clauses,
})

/** The signed terms of a wallet agreement: parsed, normalised, valid. Every executing function trusts them. */
export type Terms = z.infer<typeof termsSchema>
export type Clauses = Terms['clauses']
export type ClauseName = keyof Clauses

export const clauseNames = Object.keys(clauses.shape) as ClauseName[]

export type FeeRule = z.infer<typeof feeRule>
export type Price = FeeRule['price']
export type Tier = Extract<Price, { kind: 'graduated' }>['tiers'][number]
export type Commitment = Clauses['fees']['commitments'][number]
export type Share = { party: Party; ppm: Ppm }
export type RiskRow = Clauses['risk']['rows'][number]
export type Reason = Exclude<RiskRow['reason'], '*'>
export type LimitRow = Clauses['limits']['rows'][number]
export type Trigger = Clauses['monitoring']['triggers'][number]
export type ServiceLevel = Clauses['serviceLevels']['levels'][number]
export type Annex = Clauses['marketing']['annexes'][number]
export type DataScope = Clauses['dataSharing']['scopes'][number]
