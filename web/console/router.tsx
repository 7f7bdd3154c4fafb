import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Refusal } from '../api/client.ts'
import { mounted, paths } from '../paths.ts'
import { ahead, answerOf } from './ask.ts'
import { Lost } from './lost.tsx'
import { SignIn } from './session/signIn.tsx'
import { Shell } from './shell.tsx'

const root = createRootRoute({ notFoundComponent: Lost })

const signIn = createRoute({ getParentRoute: () => root, path: paths.signIn(), component: SignIn })

// Every page but sign-in stands inside the shell, and the shell opens only to a session.
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      await answerOf('/v1/me')
    } catch (error) {
      if (error instanceof Refusal && error.status === 401)
        throw redirect({ to: '/sign-in', search: { after: location.href } })
      // Any other trouble is shown by the shell itself.
    }
  },
})

type Params = { id: string }
type Page = () => Promise<{ default: () => ReactNode }>

/** A page at a path; `loads` starts its questions while its code is still coming. */
function page(path: string, from: Page, loads?: (params: Params) => void) {
  return createRoute({
    getParentRoute: () => inside,
    path,
    component: lazyRouteComponent(from),
    loader: ({ params }) => loads?.(params as Params),
  })
}

// Doors of their own: whoever comes here has no session yet.
const outside = (path: string, from: Page) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(from) })
const doors = [
  outside(paths.invitation(), () => import('./admin/invitation.tsx')),
  outside(paths.signOnBack(), () => import('./admin/signOnBack.tsx')),
  // Read by people who are not signed in: a payer at the checkout, a consumer, who waits for a code.
  outside(paths.inbox(), () => import('./session/inboxPage.tsx')),
]

const pages = [
  page(paths.users(), () => import('./admin/users.tsx')),
  page(paths.roles(), () => import('./admin/roles.tsx')),
  page(paths.apiKeys(), () => import('./admin/apiKeys.tsx')),
  page(paths.signOn(), () => import('./admin/signOn.tsx')),
  page(
    paths.home(),
    () => import('./workbench/workbench.tsx'),
    () => ahead('/v1/workbench'),
  ),
  page(
    paths.profile(),
    () => import('./profile/profile.tsx'),
    () => ahead('/v1/me/factors'),
  ),
  page(paths.wallets(), () => import('./wallets/wallets.tsx')),
  page(
    mounted.wallet,
    () => import('./wallets/wallet.tsx'),
    ({ id }) => ahead('/v1/partners/{id}', { params: { id } }),
  ),
  page(paths.agreements(), () => import('./agreements/agreements.tsx')),
  page(
    mounted.agreement,
    () => import('./agreements/agreement.tsx'),
    ({ id }) => ahead('/v1/agreements/{id}', { params: { id } }),
  ),
  page(
    paths.dossiers(),
    () => import('./research/dossiers.tsx'),
    () => ahead('/v1/dossiers'),
  ),
  page(
    mounted.dossier,
    () => import('./research/dossier.tsx'),
    ({ id }) => ahead('/v1/dossiers/{id}', { params: { id } }),
  ),
  page(
    paths.evaluations(),
    () => import('./evaluation/evaluations.tsx'),
    () => ahead('/v1/evaluations'),
  ),
  page(
    mounted.evaluation,
    () => import('./evaluation/evaluation.tsx'),
    ({ id }) => ahead('/v1/evaluations/{id}', { params: { id } }),
  ),
  page(paths.evaluationWeights(), () => import('./evaluation/weights.tsx')),
  page(
    paths.questionnaires(),
    () => import('./evaluation/questionnaire.tsx'),
    () => ahead('/v1/questionnaire'),
  ),
  page(
    mounted.questionnaire,
    () => import('./evaluation/questionnaire.tsx'),
    () => ahead('/v1/questionnaire'),
  ),
  page(
    mounted.agreementLife,
    () => import('./obligations/life.tsx'),
    ({ id }) => ahead('/v1/agreements/{id}', { params: { id } }),
  ),
  page(
    paths.negotiations(),
    () => import('./negotiation/negotiations.tsx'),
    () => ahead('/v1/negotiations', { query: { limit: 20 } }),
  ),
  page(
    mounted.negotiation,
    () => import('./negotiation/room.tsx'),
    ({ id }) => ahead('/v1/negotiations/{id}', { params: { id } }),
  ),
  page(paths.verify(), () => import('./agreements/verify.tsx')),
  page(paths.simulator(), () => import('./projection/simulator.tsx')),
  page(paths.payments(), () => import('./payments/payments.tsx')),
  page(
    mounted.payment,
    () => import('./payments/payment.tsx'),
    ({ id }) => ahead('/v1/payments/{id}/trace', { params: { id } }),
  ),
  page(
    paths.payerAuthentication(),
    () => import('./payments/payerAuthentication.tsx'),
    () => ahead('/v1/payer-authentication'),
  ),
  page(paths.accounts(), () => import('./accounts/accounts.tsx')),
  page(mounted.account, () => import('./accounts/account.tsx')),
  page(paths.settlements(), () => import('./settlement/settlements.tsx')),
  page(
    mounted.settlement,
    () => import('./settlement/settlement.tsx'),
    ({ id }) => ahead('/v1/settlements/{id}', { params: { id } }),
  ),
  page(paths.reconciliations(), () => import('./reconciliation/reconciliations.tsx')),
  page(
    mounted.reconciliation,
    () => import('./reconciliation/reconciliation.tsx'),
    ({ id }) => ahead('/v1/reconciliations/{id}', { params: { id } }),
  ),
  page(paths.approvals(), () => import('./approvals/approvals.tsx')),
  page(
    mounted.approval,
    () => import('./approvals/approval.tsx'),
    ({ id }) => ahead('/v1/approvals/{id}', { params: { id } }),
  ),
  page(paths.approvalPolicy(), () => import('./approvals/policy.tsx')),
  page(paths.vault(), () => import('./vault/vault.tsx')),
  page(
    paths.consents(),
    () => import('./privacy/consents.tsx'),
    () => ahead('/v1/consent-purposes'),
  ),
  page(paths.privacyRequests(), () => import('./privacy/requests.tsx')),
  page(paths.wards(), () => import('./privacy/wards.tsx')),
  page(
    mounted.privacyRequest,
    () => import('./privacy/request.tsx'),
    ({ id }) => ahead('/v1/privacy-requests/{id}', { params: { id } }),
  ),
  page(
    paths.retention(),
    () => import('./privacy/retention.tsx'),
    () => ahead('/v1/retention'),
  ),
  page(
    mounted.vaultToken,
    () => import('./vault/vaultToken.tsx'),
    ({ id }) => ahead('/v1/vault/tokens/{id}', { params: { id } }),
  ),
  page(
    paths.alarms(),
    () => import('./alarms/alarms.tsx'),
    () => ahead('/v1/alarms'),
  ),
  page(
    paths.anchors(),
    () => import('./log/anchors.tsx'),
    () => ahead('/v1/log/anchors'),
  ),
  page(
    paths.log(),
    () => import('./log/log.tsx'),
    () => ahead('/v1/log'),
  ),
]

export const router = createRouter({
  routeTree: root.addChildren([signIn, ...doors, inside.addChildren(pages)]),
  defaultPreload: 'intent',
  scrollRestoration: true,
})
