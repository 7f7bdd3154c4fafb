import { peopleAll } from '../identity/find.ts'
import { partnerById } from '../partners/find.ts'
import { bothTexts, currencyJson, dayJson, digestJson, idJson, lineJson, timeJson } from '../world/money-json.ts'
import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { type DossierContent, figureKindIds, figureKinds, isStale, missingFigures, reliabilities } from './dossier.ts'
import { type Dossier, dossiersOf } from './storeDossiers.ts'
import { researchZone } from './writeDossier.ts'

// How dossiers travel.

const shortTexts = z.strictObject({ zh: lineJson(200), en: lineJson(200) })
const longTexts = z.strictObject({ zh: lineJson(1_000), en: lineJson(1_000) })
const handle = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/)
export const marketJson = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .meta({ description: 'ISO 3166-1 country or region' })
const kindJson = z.enum(figureKindIds as [keyof typeof figureKinds, ...(keyof typeof figureKinds)[]])

const sourceJson = z.strictObject({
  id: handle,
  title: shortTexts,
  publisher: shortTexts,
  where: lineJson(500).meta({ description: 'An address or the name of a document' }),
  published: dayJson,
  read: dayJson,
  reliability: z.enum(reliabilities),
  isSample: z.boolean().meta({ description: 'Invented to show the product' }),
})
const figureJson = z.strictObject({
  kind: kindJson,
  segment: shortTexts.nullable(),
  value: z.int().meta({ description: 'ppm, a count, minor units or hundredths, as the kind says' }),
  source: handle,
  asOf: dayJson,
})
export const contentJson = z.strictObject({
  currency: currencyJson,
  sources: z.array(sourceJson).max(50),
  figures: z.array(figureJson).max(120),
  habits: z
    .array(z.strictObject({ statement: longTexts, source: handle, strength: z.enum(['strong', 'moderate', 'weak']) }))
    .max(50),
  trends: z.array(z.strictObject({ note: longTexts, source: handle })).max(50),
})

const stateJson = z.enum(['draft', 'published'])
const personJson = z.strictObject({ id: z.string(), name: bothTexts })
export const kindsJson = z.array(
  z.strictObject({ id: kindJson, unit: z.string(), isSplit: z.boolean(), name: bothTexts }),
)

export const dossierJson = z
  .strictObject({
    id: idJson('dos'),
    partner: personJson,
    market: marketJson,
    version: z.int(),
    state: stateJson,
    digest: digestJson,
    author: personJson,
    isMine: z.boolean().meta({ description: 'Saved by the caller, who then may not publish it' }),
    savedAt: timeJson,
    publisher: personJson.nullable(),
    publishedAt: timeJson.nullable(),
    content: contentJson,
    stale: z.array(z.int()).max(120).meta({ description: 'Places of figures older than twelve months' }),
    missing: z.array(kindJson).max(20),
    kinds: kindsJson.max(20),
    versions: z
      .array(z.strictObject({ id: z.string(), version: z.int(), state: stateJson, digest: digestJson }))
      .max(100),
  })
  .meta({ id: 'Dossier' })

/** Places of the figures that have grown old by now. */
export const staleFigures = (w: World, { figures }: DossierContent): number[] =>
  figures.flatMap(({ asOf }, place) => (isStale(asOf, w.now(), researchZone) ? [place] : []))

export const kindsView = () =>
  figureKindIds.map((id) => ({
    id,
    unit: figureKinds[id].unit,
    isSplit: figureKinds[id].isSplit,
    name: figureKinds[id].name,
  }))

/** A dossier for one reader. */
export async function toDossierView(w: World, dossier: Dossier, reader: string): Promise<z.output<typeof dossierJson>> {
  const [staff, partner, all] = await Promise.all([
    peopleAll(w),
    partnerById(w, dossier.partner),
    dossiersOf(w, dossier.partner),
  ])
  const named = (id: string) => ({ id, name: staff.find((one) => one.id === id)?.name ?? { zh: id, en: id } })
  const { author, publisher, ...of } = dossier
  return {
    ...of,
    partner: { id: dossier.partner, name: partner?.name ?? { zh: dossier.partner, en: dossier.partner } },
    author: named(author),
    isMine: author === reader,
    publisher: publisher === null ? null : named(publisher),
    stale: staleFigures(w, dossier.content),
    missing: missingFigures(dossier.content),
    kinds: kindsView(),
    versions: all
      .filter(({ market }) => market === dossier.market)
      .map(({ id, version, state, digest }) => ({ id, version, state, digest })),
  }
}
