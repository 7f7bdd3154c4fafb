import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { agreementJobs } from './agreements/jobs.ts'
import { agreementLifeRoutes } from './agreements/lifeRoutes.ts'
import { agreementReactions } from './agreements/reactions.ts'
import { agreementRoutes } from './agreements/routes.ts'
import { anchorJobs } from './audit/anchor.ts'
import { auditJobs, wakeSequencer } from './audit/jobs.ts'
import { logGauges } from './audit/logGauges.ts'
import { auditReactions } from './audit/reactions.ts'
import { auditRoutes } from './audit/routes.ts'
import { checkoutRoutes } from './checkout/routes.ts'
import { consentRoutes } from './consent/routes.ts'
import { alarmRoutes } from './console/alarmRoutes.ts'
import { consoleJobs } from './console/jobs.ts'
import { logKeyRoutes } from './console/logKeyRoutes.ts'
import { organisationById } from './console/organisations.ts'
import { consoleReactions } from './console/reactions.ts'
import { consoleRoutes } from './console/routes.ts'
import { vaultRevealRoutes } from './console/vaultRoutes.ts'
import { evaluationJobs } from './evaluation/jobs.ts'
import { evaluationReactions } from './evaluation/reactions.ts'
import { evaluationRoutes } from './evaluation/routes.ts'
import { modulesInOrder } from './floors.ts'
import { adminJobs } from './identity/adminJobs.ts'
import { adminRoutes } from './identity/adminRoutes.ts'
import { approvalJobs, approvalReactions } from './identity/approvalJobs.ts'
import { approvalRoutes } from './identity/approvalRoutes.ts'
import { identityJobs } from './identity/identityJobs.ts'
import { identityKeepers } from './identity/identityKeepers.ts'
import { identityRoutes } from './identity/routes.ts'
import { tokensIn, whoIs } from './identity/whoIs.ts'
import { jobs as ledgerJobs } from './ledger/jobs.ts'
import { merchantRoutes } from './merchants/routes.ts'
import { negotiationSeals } from './negotiation/negotiationKey.ts'
import { negotiationRoutes } from './negotiation/routes.ts'
import { obligationJobs } from './obligations/jobs.ts'
import { obligationRoutes } from './obligations/routes.ts'
import { paymentJobs } from './payments/jobs.ts'
import { paymentReactions } from './payments/reactions.ts'
import { paymentRoutes } from './payments/routes.ts'
import { catalogueRoutes } from './privacy/catalogueRoutes.ts'
import { deskRoutes } from './privacy/deskRoutes.ts'
import { privacyJobs } from './privacy/jobs.ts'
import { ownPrivacyRoutes } from './privacy/ownRoutes.ts'
import { privacyKeepers } from './privacy/privacyKeepers.ts'
import { privacyReactions } from './privacy/reactions.ts'
import { projectionRoutes } from './projection/routes.ts'
import { reconciliationJobs } from './reconciliation/jobs.ts'
import { reconciliationReactions } from './reconciliation/reactions.ts'
import { reconciliationRoutes } from './reconciliation/routes.ts'
import { researchRoutes } from './research/routes.ts'
import { scaReactions } from './sca/fraud.ts'
import { settlementJobs } from './settlement/jobs.ts'
import { settlementReactions } from './settlement/reactions.ts'
import { settlementRoutes } from './settlement/routes.ts'
import { vaultJobs } from './vault/jobs.ts'
import type { Keepers } from './vault/keepers.ts'
import { methodRoutes } from './vault/methodRoutes.ts'
import { convertSearch } from './vault/rotateSearch.ts'
import { vaultRoutes } from './vault/routes.ts'
import { ownKeepers } from './vault/vaultKeepers.ts'
import type { Reaction } from './world/events.ts'
import { housekeeping } from './world/housekeeping.ts'
import { type Job, startJobs } from './world/jobs.ts'
import { migrationNames } from './world/migrate.ts'
import type { Route } from './world/route.ts'
import { type RunningServer, startServer } from './world/server.ts'
import type { World } from './world/world.ts'

// Everything the modules bring, composed. The order of the list is the order of the API document.

/** Every door of the house. */
export const routes: readonly Route[] = [
  ...identityRoutes,
  // The permission matrix is made from this very list, so it is asked for when somebody looks.
  ...adminRoutes(() => routes, organisationById),
  ...approvalRoutes,
  ...consentRoutes,
  ...catalogueRoutes,
  ...ownPrivacyRoutes,
  ...deskRoutes,
  ...merchantRoutes,
  ...agreementRoutes,
  ...agreementLifeRoutes,
  ...obligationRoutes,
  ...negotiationRoutes,
  ...paymentRoutes,
  ...projectionRoutes,
  ...evaluationRoutes,
  ...researchRoutes,
  ...checkoutRoutes,
  ...settlementRoutes,
  ...reconciliationRoutes,
  ...consoleRoutes,
  ...vaultRoutes,
  ...methodRoutes,
  ...vaultRevealRoutes,
  ...auditRoutes,
  ...alarmRoutes,
  ...logKeyRoutes,
]
/** Every column where the house keeps what the vault made: keys rotate through all of them. */
export const keepers: Keepers = {
  hashes: [...ownKeepers.hashes, ...identityKeepers.hashes, ...privacyKeepers.hashes],
  seals: [...ownKeepers.seals, ...identityKeepers.seals, ...privacyKeepers.seals, ...negotiationSeals],
}
/** Every job the clock starts. */
export const jobs: readonly Job[] = [
  ...housekeeping,
  ...ledgerJobs,
  ...vaultJobs(keepers),
  ...identityJobs,
  ...approvalJobs,
  ...adminJobs,
  ...agreementJobs,
  ...settlementJobs,
  ...paymentJobs,
  ...obligationJobs,
  ...reconciliationJobs,
  ...auditJobs,
  ...anchorJobs,
  ...privacyJobs,
  ...evaluationJobs,
  ...consoleJobs,
]
/** Everything that listens to events. */
export const reactions: readonly Reaction[] = [
  ...approvalReactions,
  ...agreementReactions,
  ...scaReactions,
  ...settlementReactions,
  ...paymentReactions,
  ...reconciliationReactions,
  ...auditReactions,
  ...privacyReactions,
  ...evaluationReactions,
  ...consoleReactions,
]

export type App = { url: string; stop(): Promise<void> }

const built = (name: string): string => fileURLToPath(new URL(`../dist/web/${name}`, import.meta.url))

/** Opens the doors and starts the jobs, those of the sandbox (`more`) too. `stop` lets what is in flight finish, within a bound. */
export async function startApp(w: World, port: number, more: readonly Job[] = []): Promise<App> {
  await convertSearch(w, keepers.hashes)
  const worker = await startJobs(w, [...jobs, ...more], reactions)
  await wakeSequencer(w)
  let server: RunningServer
  try {
    server = await startServer(w, {
      routes,
      port,
      name: 'Covenant 契付',
      migrations: migrationNames(modulesInOrder),
      gauges: logGauges,
      authenticate: (_, asked) => whoIs(w, { ...asked, ...tokensIn(w, asked.cookies) }),
      staticDirs: sites.filter(({ dir }) => existsSync(dir)),
    })
  } catch (error) {
    await worker.stop()
    throw error
  }
  return {
    url: server.url,
    stop: async () => {
      await server.stop()
      await worker.stop()
    },
  }
}

const sites = [
  { prefix: '/checkout/', dir: built('checkout'), fallback: 'index.html' },
  { prefix: '/checkout-assets/', dir: built('checkout') },
  { prefix: '/privacy/', dir: built('privacy'), fallback: 'index.html' },
  { prefix: '/', dir: built('console'), fallback: 'index.html' },
]
