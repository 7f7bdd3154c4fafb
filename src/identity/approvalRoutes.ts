import { digestJson, idJson, lineJson, page, pageQuery } from '../world/money-json.ts'
import { type Ask, type Route, route, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import type { Approval } from './approval.ts'
import { policyInForce } from './approvalFor.ts'
import { approvalJson, approvalStates, policyBody, policyJson, toApprovalViews, toPolicyView } from './approvalView.ts'
import { changePolicy } from './changePolicy.ts'
import { decideApproval, withdrawApproval } from './decideApproval.ts'
import { identityFaults } from './errors.ts'
import { requireStepUp, stepUpIn } from './stepUp.ts'
import { personOf } from './store.ts'
import { approvalById, approvalsPage, approvalsToDecide, countToDecide, openApprovalsWithin } from './storeApprovals.ts'

const one = z.strictObject({ id: idJson('apr') })
const { noSuchApproval } = identityFaults
const decideFaults = [
  noSuchApproval,
  identityFaults.approvalEnded,
  identityFaults.approvalDiffers,
  identityFaults.peopleDecide,
  identityFaults.makerChecks,
  identityFaults.tookPart,
  identityFaults.decidedAlready,
  identityFaults.otherRole,
]
const digestRead = digestJson.meta({ description: 'Digest of the approval that was read' })
const listQuery = z.strictObject({
  ...pageQuery,
  within: lineJson(80).optional().meta({
    description: 'Only what is still open on the page of this object (or `roles`, `api-keys` …), oldest first',
  }),
  state: approvalStates.optional(),
  mine: z.enum(['decide', 'asked']).optional().meta({
    description: '`decide`: what waits for the caller; `asked`: what the caller asked for; all when absent',
  }),
})

/** The act a step-up is made for before an approval is granted; bound to the approval's digest. */
export const grantAct = 'approvals.grant'

export const approvalRoutes: Route[] = [
  route({
    name: 'listApprovals',
    does: 'GET /v1/approvals',
    tag: 'approvals',
    summary: { zh: '复核列表，最新在前', en: 'Approvals of this organisation, newest first' },
    may: 'approvals.read',
    query: listQuery,
    reply: page(approvalJson).extend({
      toDecide: z.int().meta({ description: 'How many wait for this caller, whatever the filter' }),
    }),
    refuses: [],
    handle: listApprovals,
  }),
  route({
    name: 'getApproval',
    does: 'GET /v1/approvals/{id}',
    tag: 'approvals',
    summary: { zh: '一项复核', en: 'One approval' },
    may: 'approvals.read',
    params: one,
    reply: approvalJson,
    refuses: [noSuchApproval],
    handle: async (w, { who, params }) => await seen(w, who, params.id),
  }),
  route({
    name: 'grantApproval',
    does: 'POST /v1/approvals/{id}/grant',
    tag: 'approvals',
    summary: { zh: '复核通过', en: 'Grant an approval, by the digest that was read' },
    may: 'approvals.decide',
    params: one,
    body: z.strictObject({ digest: digestRead, comment: lineJson(400).optional() }),
    reply: approvalJson,
    idempotent: true,
    refuses: [...decideFaults, identityFaults.stepUpNeeded],
    handle: async (w, { who, params, body, headers }) => {
      const deciding = { approval: params.id, digest: body.digest, comment: body.comment ?? null }
      const stepUp = stepUpIn(headers)
      // Confirmed for this digest and no other: what the phone or the passkey showed is what is granted.
      await decideApproval(w, who, { ...deciding, decision: 'grant' }, (i, { digest: bound }) =>
        requireStepUp(i, who, { act: grantAct, bound, stepUp }),
      )
      return await seen(w, who, params.id)
    },
  }),
  route({
    name: 'refuseApproval',
    does: 'POST /v1/approvals/{id}/refuse',
    tag: 'approvals',
    summary: { zh: '复核驳回，须写明原因', en: 'Refuse an approval, saying why' },
    may: 'approvals.decide',
    params: one,
    body: z.strictObject({ digest: digestRead, comment: lineJson(400) }),
    reply: approvalJson,
    idempotent: true,
    refuses: decideFaults,
    handle: async (w, { who, params, body }) => {
      await decideApproval(w, who, { approval: params.id, decision: 'refuse', ...body })
      return await seen(w, who, params.id)
    },
  }),
  route({
    name: 'withdrawApproval',
    does: 'POST /v1/approvals/{id}/withdraw',
    tag: 'approvals',
    summary: { zh: '撤回自己的申请', en: 'Take back what one asked for oneself' },
    may: 'approvals.read',
    params: one,
    body: z.strictObject({}),
    reply: approvalJson,
    idempotent: true,
    refuses: [noSuchApproval, identityFaults.notTheMaker, identityFaults.approvalEnded],
    handle: async (w, { who, params }) => {
      await withdrawApproval(w, who, params.id)
      return await seen(w, who, params.id)
    },
  }),
  route({
    name: 'getApprovalPolicy',
    does: 'GET /v1/approval-policy',
    tag: 'approvals',
    summary: { zh: '复核规则', en: 'The approval policy in force' },
    may: 'approvals.read',
    reply: policyJson,
    refuses: [],
    handle: async (w, { who }) => await policySeen(w, who),
  }),
  route({
    name: 'changeApprovalPolicy',
    does: 'PUT /v1/approval-policy',
    tag: 'approvals',
    summary: {
      zh: '提出新的复核规则；须经他人复核后生效',
      en: 'Propose the next policy; it holds once others approved it',
    },
    may: 'policy.manage',
    body: policyBody,
    reply: policyJson,
    status: 202,
    idempotent: true,
    refuses: [
      identityFaults.peopleDecide,
      identityFaults.policyMoved,
      identityFaults.policyUnguarded,
      identityFaults.policyUnmeetable,
    ],
    handle: async (w, { who, body, answer }) => {
      if ((await changePolicy(w, who, body)) === null) answer.status(200)
      return await policySeen(w, who)
    },
  }),
]

async function listApprovals(w: World, { who, query }: Ask<unknown, z.output<typeof listQuery>>) {
  const most = query.limit ?? 20
  const cursor = /^(\d{1,15})\.(apr_[0-9a-z]{26})$/.exec(query.cursor ?? '')
  const from = { before: cursor ? Number(cursor[1]) : null, beforeId: cursor?.[2] ?? null, most: most + 1 }
  const me = { org: who.org, person: who.id, role: who.role }
  const mayDecide = who.kind === 'user' && who.permissions.has('approvals.decide')
  const found =
    query.within !== undefined
      ? (await openApprovalsWithin(w, who.org, query.within)).slice(0, most)
      : query.mine === 'decide'
        ? mayDecide
          ? await approvalsToDecide(w, { ...me, ...from, now: w.now() })
          : []
        : await approvalsPage(w, {
            org: who.org,
            state: query.state ?? null,
            maker: query.mine === 'asked' ? who.id : null,
            ...from,
          })
  const last = found.length > most ? found[most - 1] : null
  return {
    items: await toApprovalViews(w, found.slice(0, most), who),
    next: last ? `${last.askedAt}.${last.id}` : null,
    toDecide: mayDecide ? await countToDecide(w, me) : 0,
  }
}

async function seen(w: World, who: Who, id: string) {
  const approval: Approval | null = await approvalById(w, id)
  if (!approval || approval.org !== who.org) throw noSuchApproval({ approval: id })
  const [view] = await toApprovalViews(w, [approval], who)
  if (!view) throw noSuchApproval({ approval: id })
  return view
}

async function policySeen(w: World, who: Who) {
  const policy = await policyInForce(w, who)
  const person = policy.changedBy === null ? null : await personOf(w, policy.changedBy)
  const [waiting = null] = await openApprovalsWithin(w, who.org, `policy:${who.org}`)
  return await toPolicyView(w, policy, who, { changedBy: person && { id: person.id, name: person.name }, waiting })
}
