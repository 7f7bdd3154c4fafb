import { partnerById, partnersAll } from '../partners/find.ts'
import { transaction } from '../world/command.ts'
import { bothTexts, currencyJson, digestJson, idJson, timeJson } from '../world/money-json.ts'
import { type Route, route, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { contentJson, dossierJson, marketJson, staleFigures, toDossierView } from './dossierView.ts'
import { researchFaults } from './errors.ts'
import { type Dossier, dossierById, newestDossiers } from './storeDossiers.ts'
import { publishDossier, writeDraft } from './writeDossier.ts'

const tag = 'research'
const oneDossier = z.strictObject({ id: idJson('dos') })

const rowJson = z
  .strictObject({
    id: idJson('dos'),
    partner: z.strictObject({ id: z.string(), name: bothTexts }),
    market: marketJson,
    version: z.int(),
    state: z.enum(['draft', 'published']),
    currency: currencyJson,
    at: timeJson,
    users: z.int().nullable(),
    sharePpm: z.int().nullable(),
    growthPpm: z.int().nullable(),
    ticket: z.int().nullable().meta({ description: 'Minor units of the currency' }),
    frequency: z.int().nullable().meta({ description: 'Payments per user and month, in hundredths' }),
    sources: z.int(),
    stale: z.int(),
  })
  .meta({ id: 'DossierRow' })

// What we know of a wallet is ours: a partner never reads it, nor that it exists.
const isOurs = ({ orgKind }: Who): boolean => orgKind === 'institution' || orgKind === 'auditor'

async function dossierSeen(w: World, who: Who, id: string): Promise<Dossier> {
  const dossier = isOurs(who) ? await dossierById(w, id) : null
  if (!dossier) throw researchFaults.noSuchDossier({ dossier: id })
  return dossier
}

export const researchRoutes: Route[] = [
  route({
    name: 'listDossiers',
    does: 'GET /v1/dossiers',
    tag,
    summary: { zh: '市场调研档案，按合作方与市场', en: 'Market research by partner and market' },
    may: 'evaluations.read',
    reply: z
      .strictObject({
        items: z.array(rowJson).max(400),
        next: z.null(),
        unresearched: z.array(z.strictObject({ id: z.string(), name: bothTexts })).max(200),
      })
      .meta({ id: 'Dossiers' }),
    refuses: [researchFaults.notYours],
    handle: async (w, { who }) => {
      if (!isOurs(who)) throw researchFaults.notYours()
      const [all, partners] = await Promise.all([newestDossiers(w), partnersAll(w)])
      const nameOf = (id: string) => partners.find((one) => one.id === id)?.name ?? { zh: id, en: id }
      const items = all.map((one) => toRow(w, one, nameOf(one.partner)))
      return {
        items: items.sort((a, b) => (b.sharePpm ?? -1) - (a.sharePpm ?? -1)),
        next: null,
        unresearched: partners
          .filter(({ id }) => !all.some(({ partner }) => partner === id))
          .slice(0, 200)
          .map(({ id, name }) => ({ id, name })),
      }
    },
  }),
  route({
    name: 'getDossier',
    does: 'GET /v1/dossiers/{id}',
    tag,
    summary: { zh: '一份调研档案：数值、来源、习惯、趋势', en: 'A dossier: figures, sources, habits, trends' },
    may: 'evaluations.read',
    params: oneDossier,
    reply: dossierJson,
    refuses: [researchFaults.noSuchDossier],
    handle: async (w, { who, params }) => await toDossierView(w, await dossierSeen(w, who, params.id), who.id),
  }),
  route({
    name: 'writeDossier',
    does: 'POST /v1/partners/{id}/dossiers',
    tag,
    summary: { zh: '保存调研草稿', en: 'Save the draft of a dossier' },
    may: 'research.write',
    params: z.strictObject({ id: idJson('par') }),
    body: z.strictObject({
      market: marketJson,
      content: contentJson,
      over: digestJson.nullable().meta({ description: 'Digest of the draft this replaces; null for a new one' }),
    }),
    reply: dossierJson,
    status: 201,
    idempotent: true,
    refuses: [
      researchFaults.noSuchPartner,
      researchFaults.sourceTwice,
      researchFaults.noSource,
      researchFaults.inFuture,
      researchFaults.readBefore,
      researchFaults.asOfLater,
      researchFaults.shareTooLarge,
      researchFaults.valueOff,
      researchFaults.segmentOff,
      researchFaults.draftMoved,
    ],
    handle: async (w, { who, params, body }) => {
      const partner = isOurs(who) ? await partnerById(w, params.id) : null
      if (!partner) throw researchFaults.noSuchPartner({ partner: params.id })
      const draft = await transaction(w, (i) => writeDraft(i, { partner: partner.id, ...body, by: who.id }))
      return await toDossierView(w, draft, who.id)
    },
  }),
  route({
    name: 'publishDossier',
    does: 'POST /v1/dossiers/{id}/publish',
    tag,
    summary: { zh: '发布他人保存的调研草稿', en: 'Publish the draft somebody else saved' },
    may: 'research.write',
    params: oneDossier,
    body: z.strictObject({ digest: digestJson }),
    reply: dossierJson,
    idempotent: true,
    refuses: [
      researchFaults.noSuchDossier,
      researchFaults.notDraft,
      researchFaults.ownDraft,
      researchFaults.draftMoved,
      researchFaults.figureMissing,
    ],
    handle: async (w, { who, params, body }) => {
      await dossierSeen(w, who, params.id)
      const published = await transaction(w, (i) => publishDossier(i, params.id, body.digest, who.id))
      return await toDossierView(w, published, who.id)
    },
  }),
]

function toRow(w: World, of: Dossier, name: { zh: string; en: string }): z.output<typeof rowJson> {
  const { id, partner, market, version, state, content } = of
  const figure = (kind: string): number | null => content.figures.find((one) => one.kind === kind)?.value ?? null
  return {
    id,
    partner: { id: partner, name },
    market,
    version,
    state,
    currency: content.currency,
    at: of.publishedAt ?? of.savedAt,
    users: figure('users'),
    sharePpm: figure('share'),
    growthPpm: figure('growth'),
    ticket: figure('ticket'),
    frequency: figure('frequency'),
    sources: content.sources.length,
    stale: staleFigures(w, content).length,
  }
}
