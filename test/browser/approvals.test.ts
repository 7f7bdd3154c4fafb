import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { jobs, reactions, routes } from '../../src/app.ts'
import { present } from '../../src/base/assert.ts'
import { newId } from '../../src/base/id.ts'
import { employ } from '../../src/identity/employ.ts'
import { readInbox } from '../../src/identity/inbox.ts'
import { keepPhone } from '../../src/identity/personPhone.ts'
import type { Role } from '../../src/identity/role.ts'
import { tokensIn, whoIs } from '../../src/identity/whoIs.ts'
import { prove } from '../../src/ledger/prove.ts'
import { pay } from '../../src/payments/pay.ts'
import { attemptsOf } from '../../src/payments/storeAttempt.ts'
import { refundsOf } from '../../src/payments/storeRefund.ts'
import { transaction } from '../../src/world/command.ts'
import { runDueJobs } from '../../src/world/jobs.ts'
import { open } from '../doors.ts'
import { type Till, till } from '../paying.ts'
import { noBrowser, openBrowser, openWindow } from './chromium.ts'
import { builtPages } from './pages.ts'

async function paid(t: Till, minor: bigint): Promise<string> {
  const { payment } = await pay(t.w, t.order({ minor }), null, 'test')
  t.scanAndPay(present((await attemptsOf(t.w, payment)).at(-1)?.code, 'a shown code'))
  await t.notices()
  return payment
}

async function hire(t: Till, zh: string, en: string, role: Role, phone: string): Promise<string> {
  const id = newId('usr', t.w.now(), t.w.random)
  const name = { zh, en }
  await transaction(t.w, async (i) => {
    await employ(i, { id, name, role, org: 'institution', orgKind: 'institution', active: true })
    await keepPhone(i, id, phone)
  })
  return id
}

/** The console as a person sees it after signing in. */
async function signedIn(url: string, user: string): Promise<Page> {
  const { page } = await openWindow(await openBrowser())
  const reply = await page.request.post(`${url}/v1/sessions`, { data: { user }, headers: { origin: url } })
  expect(reply.status()).toBe(201)
  return page
}

test('one person asks for a refund of 2,180 yuan, another grants exactly it, and it goes out once', async (context) => {
  if (noBrowser) {
    console.log(`skipped: ${noBrowser}`)
    return context.skip(noBrowser)
  }
  const t = await till()
  const id = await paid(t, 436_000n)
  const maker = await hire(t, '王敏', 'Wang Min', 'finance', '+8613800138001')
  const checker = await hire(t, '赵一鸣', 'Zhao Yiming', 'risk', '+8613800138002')
  const { url } = await open(t.w, routes, {
    authenticate: (_, shown) => whoIs(t.w, { ...shown, ...tokensIn(t.w, shown.cookies) }),
    staticDirs: [{ prefix: '/', dir: await builtPages('console'), fallback: 'index.html' }],
  })
  const work = () => runDueJobs(t.w, jobs, reactions)

  const asking = await signedIn(url, maker)
  await asking.goto(`${url}/payments/${id}`)
  await asking.getByRole('button', { name: '退款' }).click()
  const form = asking.getByRole('dialog')
  await form.getByLabel('退款金额').fill('2180.00')
  await form.getByText('达到复核规则第 1 条').waitFor()
  await form.getByLabel('原因').fill('四件退两件')
  await form.getByRole('button', { name: /^提交复核 ¥2,180.00/ }).click()
  await asking.getByText('王敏 发起的「退款」等待').waitFor()
  await work()
  expect(await refundsOf(t.w, id)).toEqual([])
  await asking.getByRole('link', { name: '查看复核' }).click()
  await asking.getByText('你是经办人，须由另一人复核').waitFor()
  expect(await asking.getByRole('button', { name: '通过' }).count()).toBe(0)

  const checking = await signedIn(url, checker)
  await checking.goto(`${url}/approvals`)
  await checking.getByRole('link', { name: '退款', exact: true }).click()
  await checking.getByText('浏览器已重新计算，摘要一致').waitFor()
  expect(await checking.locator('.approval-amount').textContent()).toBe('¥2,180.00')
  await checking.getByRole('button', { name: '通过' }).click()
  const stepUp = checking.getByRole('dialog')
  expect(await stepUp.locator('.exactly-amount').textContent()).toBe('¥2,180.00')
  await confirmBySms(t, stepUp)
  await checking.getByText('已通过，正在执行').waitFor()
  await Promise.all([work(), work()])
  await work()
  expect((await refundsOf(t.w, id)).map(({ state, amount }) => [state, amount.minor])).toEqual([['refunded', 218_000n]])
  await checking.reload()
  await checking.getByText('已执行').first().waitFor()
  expect(await prove(t.w)).toMatchObject({ holds: true })
})

async function confirmBySms(t: Till, dialog: ReturnType<Page['getByRole']>): Promise<void> {
  await dialog.getByRole('button', { name: /发送/ }).click()
  const field = dialog.locator('input').first()
  await field.waitFor()
  const [newest] = await readInbox(t.w)
  await field.fill(/(\d{6})/.exec(newest?.text.zh ?? '')?.[1] ?? '')
  const confirm = dialog.getByRole('button', { name: '确认', exact: true })
  if (await confirm.isEnabled().catch(() => false)) await confirm.click()
}
