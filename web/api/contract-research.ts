import type { Currency, Day, Digest, List, Named, Ppm, Text, Time } from './values.ts'

export type FigureKind = 'users' | 'share' | 'growth' | 'ticket' | 'frequency' | 'category' | 'age' | 'city' | 'channel'
export type Reliability = 'official' | 'audited' | 'survey' | 'press' | 'self-reported'
export type Source = {
  id: string
  title: Text
  publisher: Text
  where: string
  published: Day
  read: Day
  reliability: Reliability
  isSample: boolean
}
export type Figure = { kind: FigureKind; segment: Text | null; value: number; source: string; asOf: Day }
export type DossierContent = {
  currency: Currency
  sources: Source[]
  figures: Figure[]
  habits: { statement: Text; source: string; strength: 'strong' | 'moderate' | 'weak' }[]
  trends: { note: Text; source: string }[]
}
export type DossierState = 'draft' | 'published'
export type DossierRow = {
  id: string
  partner: Named
  market: string
  version: number
  state: DossierState
  currency: Currency
  at: Time
  users: number | null
  sharePpm: Ppm | null
  growthPpm: Ppm | null
  ticket: number | null
  frequency: number | null
  sources: number
  stale: number
}
export type Dossiers = List<DossierRow> & { unresearched: Named[] }
export type Dossier = {
  id: string
  partner: Named
  market: string
  version: number
  state: DossierState
  digest: Digest
  author: Named
  isMine: boolean
  savedAt: Time
  publisher: Named | null
  publishedAt: Time | null
  content: DossierContent
  stale: number[]
  missing: FigureKind[]
  kinds: { id: FigureKind; unit: 'count' | 'ppm' | 'minor' | 'hundredths'; isSplit: boolean; name: Text }[]
  versions: { id: string; version: number; state: DossierState; digest: Digest }[]
}

export type GetsResearch = {
  '/v1/dossiers': Dossiers
  '/v1/dossiers/{id}': Dossier
}
export type PostsResearch = {
  '/v1/partners/{id}/dossiers': {
    body: { market: string; content: DossierContent; over: Digest | null }
    reply: Dossier
  }
  '/v1/dossiers/{id}/publish': { body: { digest: Digest }; reply: Dossier }
}
