import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { sampleTerms } from '../../src/agreements/sample.ts'
import { approvalsOf, versionsOf } from '../../src/agreements/store.ts'
import { routes } from '../../src/app.ts'
import { newId } from '../../src/base/id.ts'
import { employ } from '../../src/identity/employ.ts'
import type { Role } from '../../src/identity/role.ts'
import { tokensIn, whoIs } from '../../src/identity/whoIs.ts'
import { roomsAll } from '../../src/negotiation/store.ts'
import { transaction } from '../../src/world/command.ts'
import { open } from '../doors.ts'
import { type TestWorld, testWorld } from '../house.ts'
import { agree, enter, partner } from '../settled.ts'
import { noBrowser, openBrowser, openWindow } from './chromium.ts'
import { builtPages } from './pages.ts'

async function hire(w: TestWorld, zh: string, en: string, role: Role): Promise<string> {
  const id = newId('usr', w.now(), w.random)
  const org = role === 'partner' ? partner : 'institution'
  const orgKind = role === 'partner' ? 'partner' : 'institution'
  await transaction(w, (i) => employ(i, { id, name: { zh, en }, role, org, orgKind, active: true }))
  return id
}

async function signedIn(url: string, user: string): Promise<Page> {
  const { page } = await openWindow(await openBrowser())
  page.setDefaultTimeout(12_000)
  const reply = await page.request.post(`${url}/v1/sessions`, { data: { user }, headers: { origin: url } })
  expect(reply.status()).toBe(201)
  return page
}

const card = (page: Page, state: string) => page.getByRole('navigation', { name: '条款' }).getByText(state)

/** Puts one share of a clause into an offer and sends it. */
async function offer(page: Page, clause: string, field: string, percent: string, words: string): Promise<void> {
  await page.getByRole('navigation', { name: '条款' }).getByRole('button', { name: clause }).click()
  await page.keyboard.press('o')
  await page.locator(`#${field}`).fill(percent)
  await page.getByLabel('附言（对方可见）').fill(words)
  await page.getByRole('button', { name: '提出', exact: true }).click()
  await page.getByText('提案已签名并送达').first().waitFor()
}

async function ready(page: Page): Promise<void> {
  await page.getByRole('button', { name: '确认（有约束力）' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认（有约束力）' }).click()
}

test('two organisations open, offer, cross, agree and are both ready; the version is then made of what both read', async (context) => {
  if (noBrowser) {
    console.log(`skipped: ${noBrowser}`)
    return context.skip(noBrowser)
  }
  const w = await testWorld({ at: '2026-06-20T02:00:00Z' })
  await enter(w)
  await agree(w, sampleTerms())
  const chen = await hire(w, '陈屿', 'Chen Yu', 'business')
  const lin = await hire(w, '林荷', 'Lin He', 'legal')
  const shen = await hire(w, '周岚', 'Zhou Lan', 'partner')
  const { url } = await open(w, routes, {
    authenticate: (_, shown) => whoIs(w, { ...shown, ...tokensIn(w, shown.cookies) }),
    staticDirs: [{ prefix: '/', dir: await builtPages('console'), fallback: 'index.html' }],
  })
  const field = 'value-clauses-reserve-rollingPpm'

  const ours = await signedIn(url, chen)
  await ours.goto(`${url}/negotiations`)
  await ours.getByRole('button', { name: '开启谈判' }).click()
  await ours.getByRole('dialog').getByLabel('合作方').click()
  await ours.getByTitle('支付宝').click()
  await ours.getByRole('dialog').getByRole('button', { name: '开启谈判' }).click()
  await ours.waitForURL(/\/negotiations\/neg_/)
  await offer(ours, '准备金', field, '1.5', '近一年无拒付')

  const theirs = await signedIn(url, shen)
  await theirs.goto(ours.url())
  await theirs.getByText('近一年无拒付').waitFor()
  await offer(theirs, '准备金', field, '1.8', '可让两成')
  // Our page learns of it by itself.
  await ours.getByText('可让两成').waitFor()
  await ours.getByRole('button', { name: '接受', exact: true }).click()
  await card(ours, '已一致').waitFor()
  // They answer the older offer: each side now stands where the other stood.
  await theirs.getByText('已接受').first().waitFor()
  await theirs.getByRole('button', { name: '接受', exact: true }).click()
  await card(theirs, '交错').waitFor()
  await theirs.getByText('各自站在对方原来的位置').waitFor()
  await offer(theirs, '准备金', field, '1.6', '取中')
  await ours.getByText('取中').waitFor()
  await ours.getByRole('button', { name: '接受', exact: true }).click()
  await card(ours, '已一致').waitFor()

  // Who negotiates may not bind: the page says why; counsel may.
  await ours.getByText('确认即审批，须有审批协议的权限').waitFor()
  const counsel = await signedIn(url, lin)
  await counsel.goto(ours.url())
  await ready(counsel)
  await counsel.getByText('已确认，等待对方').first().waitFor()
  await theirs.getByText('Lin He 已确认').waitFor()
  await ready(theirs)
  await theirs.getByRole('link', { name: /去签署第 \d+ 版/ }).waitFor()
  await ours.getByRole('link', { name: /去签署第 \d+ 版/ }).waitFor()

  const [room] = await roomsAll(w, partner)
  const version = (await versionsOf(w, room?.agreement ?? '')).find(({ number }) => number === room?.version)
  expect(version).toMatchObject({ state: 'approved', terms: { clauses: { reserve: { rollingPpm: 16_000 } } } })
  expect(await approvalsOf(w, room?.agreement ?? '', room?.version ?? 0)).toMatchObject([
    { party: 'institution', person: 'Lin He' },
    { party: 'wallet', person: 'Zhou Lan' },
  ])
})
