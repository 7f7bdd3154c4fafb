import { sentenceJson } from '../agreements/view.ts'
import { paymentJson } from '../payments/view.ts'
import { lineKinds, settlementStates } from '../settlement/view.ts'
import { bothTexts, dayJson, digestJson, moneyJson, timeJson } from '../world/money-json.ts'
import { z } from '../world/route.ts'
import { accountRefJson } from './accountRef.ts'
import { namedJson } from './names.ts'

// What the API says of one payment from its clause to the row of the wallet's file.

const pointer = z.string().nullable()

export const traceEntryJson = z.strictObject({
  id: z.string(),
  posting: z.string(),
  object: z.string().meta({ description: 'What it was booked for: the payment, or one of its refunds' }),
  at: timeJson,
  debit: accountRefJson,
  credit: accountRefJson,
  amount: moneyJson,
  kind: z.enum(['direct', 'hold', 'settle', 'void']),
  why: z.string(),
  path: pointer.meta({ description: 'Place of the terms that made it: the path of one of `clauses`' }),
  how: z.string().nullable().meta({ description: 'The arithmetic, when the amount was computed' }),
  sentence: bothTexts,
})

export const traceLineJson = z.strictObject({
  id: z.string(),
  settlement: z.string().nullable().meta({ description: 'Null while nothing of its day has been opened' }),
  day: dayJson,
  state: settlementStates,
  paysOn: dayJson,
  kind: lineKinds,
  payer: namedJson,
  payee: namedJson,
  amount: moneyJson,
  path: pointer,
  entries: z.array(z.string()).meta({ description: 'Ids of the entries it settles' }),
})

export const traceBillRowJson = z.strictObject({
  reconciliation: z.string(),
  day: dayJson,
  file: z.string(),
  line: z.int(),
  match: z.enum([
    'matched',
    'missing-in-bill',
    'missing-in-books',
    'amount-differs',
    'fee-differs',
    'state-differs',
    'duplicate',
  ]),
  columns: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  amount: moneyJson,
  fee: moneyJson.nullable(),
  feeExpected: moneyJson.nullable(),
  path: pointer,
  lines: z.array(z.string()).meta({ description: 'Ids of the settlement lines it confirms' }),
})

export const traceStepJson = z.strictObject({
  id: z.string(),
  at: timeJson,
  kind: z.enum(['request', 'decision', 'wallet', 'notice', 'state', 'posting', 'person']),
  title: bothTexts,
  outcome: z.enum(['ok', 'waiting', 'declined', 'unknown', 'refused']),
  detail: bothTexts.nullable(),
  by: bothTexts.nullable(),
  latencyMs: z.int().nullable(),
  httpStatus: z.int().nullable(),
  evidence: z.strictObject({ request: z.string().nullable(), response: z.string().nullable() }).nullable(),
})

export const decisionJson = z.strictObject({
  code: z.string(),
  passed: z.boolean(),
  path: pointer,
  text: bothTexts,
  at: timeJson,
})

export const traceJson = z
  .strictObject({
    payment: paymentJson,
    agreement: z
      .strictObject({
        agreement: z.string(),
        version: z.int(),
        digest: digestJson,
        partner: namedJson,
        name: bothTexts,
        effective: timeJson,
      })
      .nullable()
      .meta({ description: 'Null while the payer has not chosen a wallet' }),
    clauses: z.array(
      z.strictObject({
        path: z.string(),
        clause: z.string(),
        title: bothTexts,
        sentence: sentenceJson,
        digest: digestJson,
      }),
    ),
    entries: z.array(traceEntryJson),
    meters: z.array(z.strictObject({ rule: z.string(), volume: z.string(), count: z.string() })).meta({
      description:
        'Where the fee meters stood before the capture: with the terms, all that its price was computed from',
    }),
    settlementLines: z.array(traceLineJson),
    billRows: z.array(traceBillRowJson),
    steps: z.array(traceStepJson),
    decisions: z.array(decisionJson),
  })
  .meta({ id: 'PaymentTrace' })

export type TraceEntry = z.output<typeof traceEntryJson>
export type TraceLine = z.output<typeof traceLineJson>
export type TraceBillRow = z.output<typeof traceBillRowJson>
export type TraceStep = z.output<typeof traceStepJson>
export type Decision = z.output<typeof decisionJson>
export type Trace = z.output<typeof traceJson>
