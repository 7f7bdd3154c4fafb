import type { StageStep } from '../partners/find.ts'
import type { Partner, Stage } from '../partners/partner.ts'
import type { Text } from './names.ts'

export type Gate = { stage: Stage; evidence: Text; met: boolean; at: number | null }

/** What is known of a partner beside its steps, as evidence for its gates. */
export type Facts = { isProposed: boolean; isSigned: boolean; isConnected: boolean }

type Need = { text: Text; met: (partner: Partner, facts: Facts) => boolean }
const unmet = (): boolean => false

// What each stage of the pipeline needs before a partner may enter it; a stage that was entered had all of it.
const needs: readonly (readonly [Stage, readonly Need[]])[] = [
  ['contacted', [{ text: { zh: '双方会面，交换资料', en: 'A first meeting, papers exchanged' }, met: unmet }]],
  ['researching', [{ text: { zh: '立项调研', en: 'Research is opened' }, met: unmet }]],
  [
    'evaluated',
    [
      { text: { zh: '市场份额已调研', en: 'Market share is researched' }, met: ({ sharePpm }) => sharePpm !== null },
      { text: { zh: '五项因素已评分', en: 'Scored on the five factors' }, met: ({ score }) => score !== null },
    ],
  ],
  ['negotiating', [{ text: { zh: '决定谈判', en: 'A decision to negotiate' }, met: unmet }]],
  [
    'signing',
    [
      {
        text: { zh: '双方面前有完整条款', en: 'Complete terms lie before both sides' },
        met: (_, { isProposed }) => isProposed,
      },
    ],
  ],
  ['integrating', [{ text: { zh: '双方已签署', en: 'Both sides have signed' }, met: (_, { isSigned }) => isSigned }]],
  [
    'live',
    [
      {
        text: { zh: '接口账户已配置', en: 'Our account at the wallet is set up' },
        met: (_, { isConnected }) => isConnected,
      },
      { text: { zh: '通过认证测试', en: 'Certification is passed' }, met: unmet },
    ],
  ],
]

/** Every gate of the way to live, met or not. */
export function gatesOf(partner: Partner, steps: readonly StageStep[], facts: Facts): Gate[] {
  return needs.flatMap(([stage, of]) => {
    const entered = steps.find(({ to }) => to === stage)
    return of.map(({ text, met }) => ({
      stage,
      evidence: text,
      met: entered !== undefined || met(partner, facts),
      at: entered?.at ?? null,
    }))
  })
}

/** What the next stage still needs; null on the last one, and for a partner that has ended. */
export function nextOf(
  { stage }: Partner,
  gates: readonly Gate[],
): { stage: Stage; met: number; needed: number } | null {
  const way: Stage[] = ['lead', ...needs.map(([one]) => one)]
  const next = way[way.indexOf(stage) + 1]
  if (!way.includes(stage) || next === undefined) return null
  const of = gates.filter((gate) => gate.stage === next)
  return { stage: next, met: of.filter(({ met }) => met).length, needed: of.length }
}
