import { newId } from '../base/id.ts'
import type { Inside } from '../world/world.ts'
import type { Partner, Text } from './partner.ts'
import { savePartner, saveStep } from './store.ts'

export type NewPartner = Pick<
  Partner,
  'wallet' | 'name' | 'legalName' | 'registration' | 'region' | 'sharePpm' | 'note'
>

/** A wallet enters the pipeline as a lead. */
export async function enterPartner(i: Inside, partner: NewPartner, actor: string): Promise<Partner> {
  const at = i.now()
  const entered: Partner = {
    ...partner,
    id: newId('par', at, i.random),
    stage: 'lead',
    score: null,
    createdAt: at,
    stageAt: at,
  }
  const because: Text = { zh: '进入合作方管道', en: 'entered the pipeline' }
  await savePartner(i, entered)
  await saveStep(i, entered.id, { from: null, to: 'lead', actor, because, at })
  return entered
}
