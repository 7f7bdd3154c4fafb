import { type Problem, problem } from './problem.ts'
import type { Annex, Clauses, ServiceLevel } from './terms.ts'
import { currencyProblems, idProblems, productProblems, sharesProblems } from './validateShared.ts'

/** Integration, monitoring, service levels, campaigns, data sharing. */
export function validateService(clauses: Clauses): Problem[] {
  const { monitoring, serviceLevels, marketing, dataSharing } = clauses
  return [
    ...integrationProblems(clauses),
    ...idProblems('/clauses/monitoring/triggers', monitoring.triggers),
    ...monitoring.triggers.flatMap((trigger, place) => {
      const at = `/clauses/monitoring/triggers/${place}`
      const isEmpty = trigger.amountOver === null && trigger.ratioOverPpm === null
      return [
        ...currencyProblems(`${at}/currency`, trigger.currency, clauses),
        ...(isEmpty ? [problem(`${at}/amountOver`, 'trigger_empty')] : []),
      ]
    }),
    ...idProblems('/clauses/serviceLevels/levels', serviceLevels.levels),
    ...serviceLevels.levels.flatMap((level, place) =>
      bandProblems(`/clauses/serviceLevels/levels/${place}/bands`, level),
    ),
    ...modeProblems('/clauses/marketing/annexes', 'marketing', marketing.annexes.length, clauses),
    ...idProblems('/clauses/marketing/annexes', marketing.annexes),
    ...marketing.annexes.flatMap((annex, place) =>
      annexProblems(`/clauses/marketing/annexes/${place}`, annex, clauses),
    ),
    ...modeProblems('/clauses/dataSharing/scopes', 'data-sharing', dataSharing.scopes.length, clauses),
    ...idProblems('/clauses/dataSharing/scopes', dataSharing.scopes),
  ]
}

function integrationProblems({ integration }: Clauses): Problem[] {
  const { availabilityWindows: windows, inquirySeconds: waits } = integration
  const at = '/clauses/integration'
  return [
    ...windows.flatMap(({ from, until }, place) => {
      const here = `${at}/availabilityWindows/${place}`
      if (from >= until) return [problem(here, 'window_empty')] // HH:MM sorts as time does
      return from < (windows[place - 1]?.until ?? from) ? [problem(here, 'windows_overlap')] : []
    }),
    ...waits.flatMap((wait, place) =>
      wait < (waits[place - 1] ?? wait) ? [problem(`${at}/inquirySeconds/${place}`, 'ladder_falling')] : [],
    ),
  ]
}

function bandProblems(at: string, { bands }: ServiceLevel): Problem[] {
  return bands.flatMap((band, place) => {
    const better = bands[place - 1]
    const isLast = place === bands.length - 1
    return [
      ...(better && band.atLeastPpm >= better.atLeastPpm
        ? [problem(`${at}/${place}/atLeastPpm`, 'bands_not_falling')]
        : []),
      ...(better && band.creditPpm <= better.creditPpm
        ? [problem(`${at}/${place}/creditPpm`, 'bands_credit_not_rising')]
        : []),
      ...(!better && band.creditPpm !== 0 ? [problem(`${at}/${place}/creditPpm`, 'bands_credit_first')] : []),
      ...(isLast && band.atLeastPpm !== 0 ? [problem(`${at}/${place}/atLeastPpm`, 'bands_not_total')] : []),
    ]
  })
}

const modeProblems = (
  at: string,
  mode: 'marketing' | 'data-sharing',
  members: number,
  { scope }: Clauses,
): Problem[] => (members > 0 && !scope.modes.includes(mode) ? [problem(at, 'mode_missing', { mode })] : [])

function annexProblems(at: string, annex: Annex, clauses: Clauses): Problem[] {
  const capMax = [annex.perPayment, annex.perPayer].map(BigInt).some((cap) => cap > BigInt(annex.budget))
  return [
    ...currencyProblems(`${at}/currency`, annex.currency, clauses),
    ...productProblems(`${at}/products`, annex.products, clauses),
    ...sharesProblems(`${at}/funding`, annex.funding),
    ...(annex.lastDay < annex.firstDay ? [problem(`${at}/lastDay`, 'campaign_days')] : []),
    ...(capMax ? [problem(`${at}/budget`, 'campaign_caps')] : []),
  ]
}
