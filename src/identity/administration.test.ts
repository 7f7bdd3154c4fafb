import { expect, test } from 'vitest'
import { checker } from '../../test/approving.ts'
import { open } from '../../test/doors.ts'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { signedIn } from '../../test/matrix.ts'
import { transaction } from '../world/command.ts'
import { runDueJobs } from '../world/jobs.ts'
import { adminRoutes } from './adminRoutes.ts'
import { approvalJobs, approvalReactions } from './approvalJobs.ts'
import { decideApproval } from './decideApproval.ts'
import { ownOrganisation } from './organisation.ts'
import { approvalById } from './storeApprovals.ts'
import { confirmStepUp, saveStepUp } from './storeStepUps.ts'
import { tokensIn, whoIs } from './whoIs.ts'

const name = { zh: '沈知行', en: 'Shen Zhixing' }

async function house() {
  const w = await testWorld()
  const admin = await signedIn(w, 'administrator', 'institution', 'institution')
  await signedIn(w, 'finance', 'institution', 'institution')
  const { rows } = await w.db.pool.query<{ id: string; person: string }>(
    'select id, person from identity.session order by id',
  )
  const [session] = rows
  const other = (await w.db.pool.query<{ id: string }>(`select id from identity.person where role = 'finance'`)).rows[0]
    ?.id
  const server = await open(
    w,
    adminRoutes(() => [], ownOrganisation),
    { authenticate: (_, asked) => whoIs(w, { ...asked, ...tokensIn(w, asked.cookies) }) },
  )
  const ask = async (path: string, body: object, stepUp?: string) => {
    const reply = await fetch(`${server.url}/v1${path}`, {
      method: 'POST',
      headers: { ...admin, 'content-type': 'application/json', ...(stepUp ? { 'covenant-step-up': stepUp } : {}) },
      body: JSON.stringify(body),
    })
    const need = reply.headers.get('covenant-step-up')?.split(' ') ?? null
    const text = await reply.text()
    return {
      status: reply.status,
      need,
      json: text ? (JSON.parse(text) as { code?: string; approval?: string | null }) : {},
    }
  }
  let made = 0
  const confirm = async ([act = '', bound = '']: string[]): Promise<string> => {
    const id = `stp_${++made}`
    const stepUp = { id, session: session?.id ?? '', person: session?.person ?? '', act, bound, summary: name }
    await transaction(
      w,
      async (i) => {
        await saveStepUp(i, { ...stepUp, madeAt: w.now(), expiresAt: w.now() + 300_000 })
        await confirmStepUp(i, id, 'totp', w.now() + 300_000)
      },
      { unrecorded: 'a test’s own arrangement' },
    )
    return id
  }
  return { w, ask, confirm, other: other ?? '' }
}

const provider = {
  issuer: 'https://id.yunhui.example',
  client_id: 'covenant',
  button: { zh: '云汇统一身份', en: 'Yunhui staff account' },
  groups_claim: 'groups',
  group_roles: [{ group: 'pay-risk', role: 'risk' }],
  enabled: true,
  version: 0,
}

// What a role may do needs a second person besides: somebody of compliance grants it.
async function granted(w: TestWorld, approval: string): Promise<void> {
  const digest = (await approvalById(w, approval))?.digest ?? ''
  await decideApproval(w, checker('usr_su', 'compliance'), { approval, decision: 'grant', digest, comment: null })
  await runDueJobs(w, approvalJobs, approvalReactions)
}

test('whoever hands out power confirms exactly what is handed out, once, and nothing happens before', async () => {
  const { w, ask, confirm, other } = await house()
  const acts: [path: string, body: object, changed: object][] = [
    [
      '/roles',
      { role: 'desk', kind: 'institution', title: name, permissions: ['log.read'] },
      { permissions: ['vault.reveal'] },
    ],
    ['/roles/business/permissions', { permissions: ['log.read'], version: 0 }, { permissions: ['vault.reveal'] }],
    ['/roles/business/remove', { version: 1 }, { version: 1, role: 'x' }],
    [`/users/${other}/role`, { role: 'risk' }, { role: 'administrator' }],
    [`/users/${other}/email`, { email: 'min@yunhui.example' }, { email: 'eve@elsewhere.example' }],
    ['/invitations', { name, role: 'risk' }, { role: 'administrator' }],
    ['/api-keys', { name, permissions: ['payments.read'] }, { permissions: ['payments.refund'] }],
    ['/sign-on/settings', provider, { issuer: 'https://evil.example' }],
  ]
  for (const [path, body, changed] of acts) {
    const records = async () => (await w.db.pool.query('select 1 from world.record')).rowCount
    const before = await records()
    const first = await ask(path, body)
    expect(first, path).toMatchObject({ status: 403, json: { code: 'identity.step_up_needed' } })
    expect(await records(), path).toBe(before)
    const stepUp = await confirm(first.need ?? [])
    expect((await ask(path, { ...body, ...changed }, stepUp)).status, path).toBeGreaterThanOrEqual(400)
    const done = await ask(path, body, stepUp)
    expect(done.status, `${path} ${JSON.stringify(done.json)}`).toBeLessThan(300)
    if (typeof done.json.approval === 'string') await granted(w, done.json.approval)
    const after = await records()
    await ask(path, body, stepUp)
    expect(await records(), path).toBe(after)
  }
})

test('an address that is no range, a past expiry and a permission nobody knows are refused at the door', async () => {
  const { ask } = await house()
  const key = { name, permissions: ['payments.read'] }
  const codes = await Promise.all([
    ask('/api-keys', { ...key, addresses: ['10.0.0.1/8'] }),
    ask('/api-keys', { ...key, expires_at: '2020-01-01T00:00:00Z' }),
    ask('/api-keys', { ...key, permissions: ['everything'] }),
    ask('/api-keys', { ...key, org: 'mer_01jz0y2m3n4p5q6r7s8t9v0w2a' }),
    ask('/api-keys', { ...key, signing: 'ed25519' }),
    ask('/invitations/read', { token: 'x'.repeat(43) }),
  ])
  expect(codes.map(({ json }) => json.code)).toEqual([
    'identity.address_range_wrong',
    'identity.expiry_past',
    'world.input_invalid',
    'identity.no_such_organisation',
    'identity.signing_key_wrong',
    'identity.invitation_over',
  ])
})
