// What a due-diligence question is. The wording is ours; the mapping names control ids of others only, never their text.

type Both = { zh: string; en: string }

export const sections = {
  licence: { zh: '牌照与法律', en: 'Licence and law' },
  safeguarding: { zh: '客户资金保护', en: 'Safeguarding of funds' },
  aml: { zh: '反洗钱与制裁', en: 'Anti-money-laundering and sanctions' },
  security: { zh: '安全', en: 'Security' },
  privacy: { zh: '隐私与共同价值', en: 'Privacy and shared values' },
  technology: { zh: '技术与接口', en: 'Technology and API' },
  availability: { zh: '可用性与运维', en: 'Availability and operations' },
  market: { zh: '市场与用户', en: 'Market and users' },
  cost: { zh: '费用与商务', en: 'Cost and commercial terms' },
  disputes: { zh: '争议与欺诈记录', en: 'Disputes and fraud record' },
  coverage: { zh: '覆盖范围', en: 'Coverage' },
} as const satisfies Record<string, Both>
export type Section = keyof typeof sections

/** How it is answered. Options are written from best to worst; `worthPpm` is what an option counts. */
export type AnswerKind =
  | { kind: 'yes-no' }
  | { kind: 'choice'; options: readonly { id: string; zh: string; en: string; worthPpm: number }[] }
  | { kind: 'number'; unit: Both; most: number }
  | { kind: 'text' }
  | { kind: 'date' }
  | { kind: 'file' }

/** When an answer ends the evaluation by itself. */
export type KnockOut = { answer: 'no' | 'yes' } | { above: number } | { below: number }

export type Question = {
  id: string
  section: Section
  text: Both
  answer: AnswerKind
  isEvidenced: boolean
  /** Months until it must be answered again; null: it does not expire. */
  expiryMonths: number | null
  knockOut: KnockOut | null
  /** The better of yes and no. */
  good: 'yes' | 'no'
  /** Control ids: Cloud Controls Matrix v4 (CAIQ v4 adds `.1`, `.2` …) and domains of SIG. */
  maps: { caiq: readonly string[]; sig: readonly string[] }
}

type More = Partial<Pick<Question, 'isEvidenced' | 'expiryMonths' | 'knockOut' | 'good'>> & {
  caiq?: readonly string[]
  sig?: readonly string[]
}
/** One question as a line of a table: its number in the section, both texts and what differs from an ordinary one. */
export type Line = [text: Both, answer: AnswerKind, more?: More]

export const yesNo: AnswerKind = { kind: 'yes-no' }
export const freeText: AnswerKind = { kind: 'text' }
export const fileReference: AnswerKind = { kind: 'file' }
export const calendarDay: AnswerKind = { kind: 'date' }
export const count = (zh: string, en: string, most = 1_000_000_000): AnswerKind => ({
  kind: 'number',
  unit: { zh, en },
  most,
})

/** Options from best to worst, evenly worth from all to nothing. */
export function oneOf(...options: [id: string, zh: string, en: string][]): AnswerKind {
  const last = options.length - 1
  return {
    kind: 'choice',
    options: options.map(([id, zh, en], place) => ({
      id,
      zh,
      en,
      worthPpm: Math.floor(((last - place) * 1_000_000) / last),
    })),
  }
}

/** The questions of a section, numbered as they stand. */
export function questionsOf(section: Section, prefix: string, lines: readonly Line[]): Question[] {
  return lines.map(([text, answer, { caiq = [], sig = [], ...more } = {}], place) => ({
    id: `${prefix}-${String(place + 1).padStart(2, '0')}`,
    section,
    text,
    answer,
    isEvidenced: false,
    expiryMonths: null,
    knockOut: null,
    good: 'yes',
    ...more,
    maps: { caiq, sig },
  }))
}
