import { present } from '../base/assert.ts'
import type { Digest } from '../base/digest.ts'
import { newId } from '../base/id.ts'
import { dayOf } from '../base/time.ts'
import { partnerById } from '../partners/find.ts'
import { writeMarketShare } from '../partners/marketShare.ts'
import type { Inside } from '../world/world.ts'
import { contentDigest, type DossierContent, missingFigures, refuseContent } from './dossier.ts'
import { researchFaults } from './errors.ts'
import { type Dossier, dossiersOf, lockDossier, saveDossier, updateDossier } from './storeDossiers.ts'

/** The zone in which research counts its days. */
export const researchZone = 'Asia/Shanghai'

type Wish = { partner: string; market: string; content: DossierContent; over: Digest | null; by: string }

/**
 * Writes the draft of a market: a new one, or over the draft with the digest `over`, so that nobody's change is lost unseen.
 * Faults: what `refuseContent` refuses, `research.draft_moved`.
 */
export async function writeDraft(i: Inside, { partner, market, content, over, by }: Wish): Promise<Dossier> {
  refuseContent(content, dayOf(i.now(), researchZone))
  const all = (await dossiersOf(i, partner)).filter((one) => one.market === market)
  const found = all.find(({ state }) => state === 'draft')
  const draft = found && (await lockDossier(i, found.id))
  if ((draft?.digest ?? null) !== over) throw researchFaults.draftMoved()
  const version = draft?.version ?? (all[0]?.version ?? 0) + 1
  const dossier: Dossier = {
    id: draft?.id ?? newId('dos', i.now(), i.random),
    partner,
    market,
    version,
    state: 'draft',
    content,
    digest: contentDigest({ partner, market, version, content }),
    author: by,
    savedAt: i.now(),
    publisher: null,
    publishedAt: null,
  }
  const isKept = draft ? await updateDossier(i, dossier, 'research.draft') : await saveDossier(i, dossier)
  if (!isKept) throw researchFaults.draftMoved()
  return dossier
}

/**
 * Publishes the draft somebody else saved, exactly as `digest` names it, and writes the home market's share on the partner. Faults:
 * `research.own_draft`, `research.draft_moved`, `research.not_draft`, `research.figure_missing`.
 */
export async function publishDossier(i: Inside, id: string, digest: Digest, by: string): Promise<Dossier> {
  const draft = await lockDossier(i, id)
  if (!draft) throw researchFaults.noSuchDossier({ dossier: id })
  if (draft.state !== 'draft') throw researchFaults.notDraft()
  if (draft.author === by) throw researchFaults.ownDraft()
  if (draft.digest !== digest) throw researchFaults.draftMoved()
  const missing = missingFigures(draft.content)
  if (missing.length > 0) throw researchFaults.figureMissing({ figures: missing.join(', ') })
  const published: Dossier = { ...draft, state: 'published', publisher: by, publishedAt: i.now() }
  await updateDossier(i, published, 'research.publish')
  const partner = present(await partnerById(i, draft.partner), 'a researched partner exists')
  const share = draft.content.figures.find(({ kind }) => kind === 'share')
  if (share && partner.region === draft.market) await writeMarketShare(i, partner.id, share.value)
  return published
}
