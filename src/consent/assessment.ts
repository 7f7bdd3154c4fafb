import { canonical } from '../base/canonical.ts'
import { type Digest, digestOf } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import type { Day, Instant } from '../base/time.ts'
import type { Purpose } from './purpose.ts'

export const risks = ['low', 'medium', 'high'] as const
export type Risk = (typeof risks)[number]

/** Why a purpose must be assessed before it is switched on (个人信息保护法 55). */
export const assessmentGrounds = ['sensitive', 'automated', 'shares', 'abroad'] as const
export type AssessmentGround = (typeof assessmentGrounds)[number]

export const groundNames: Record<AssessmentGround, { zh: string; en: string }> = {
  sensitive: { zh: '处理敏感个人信息', en: 'sensitive data' },
  automated: { zh: '利用个人信息进行自动化决策', en: 'automated decisions' },
  shares: { zh: '向他人提供个人信息', en: 'sharing with others' },
  abroad: { zh: '向境外提供个人信息', en: 'data leaving the country' },
}

/** An impact assessment of one purpose: is it lawful and needed, what may go wrong for people, does what we do about it suffice. */
export type Assessment = {
  id: Id<'pia'>
  purpose: string
  /** Digest of what was assessed. */
  covers: Digest
  assessor: string
  assessedOn: Day
  findings: string
  risk: Risk
  measures: string
  recordedBy: string
  recordedAt: Instant
  /** When another took its place; its time of keeping starts here. */
  supersededAt: Instant | null
}

type Assessed = Pick<Purpose, 'id' | 'basis' | 'scopes' | 'sensitive' | 'shares' | 'credit' | 'recommends' | 'abroad'>

/** The grounds on which this purpose must be assessed; none for most. */
export const groundsOf = ({ sensitive, recommends, shares, abroad }: Assessed): AssessmentGround[] => [
  ...(sensitive ? (['sensitive'] as const) : []),
  ...(recommends ? (['automated'] as const) : []),
  ...(shares ? (['shares'] as const) : []),
  ...(abroad ? (['abroad'] as const) : []),
]

/** Names what an assessment is about: other data, another ground or another way is another thing, other words are not. */
export const assessedDigest = ({
  id,
  basis,
  scopes,
  sensitive,
  shares,
  credit,
  recommends,
  abroad,
}: Assessed): Digest =>
  digestOf(
    canonical({
      covenant: 'assessed/1',
      id,
      basis,
      scopes: scopes.map((scope) => scope.id).sort(),
      sensitive,
      shares,
      credit,
      recommends,
      abroad,
    }),
  )
