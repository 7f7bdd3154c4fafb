import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { pay } from '../../src/payments/pay.ts'
import { attemptsOf } from '../../src/payments/storeAttempt.ts'
import { pinOf } from '../paying.ts'
import { barriersIn, codesIn, noBrowser, openBrowser, openWindow, wrongsOf } from './chromium.ts'
import { builtPages } from './pages.ts'
import { street, unlimitedTerms } from './street.ts'

const kBmost = 60

test('the payer’s page is small: at most 60 kB gzipped, all its own', async () => {
  const folder = await builtPages('checkout')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(file.parentPath, file.name))).length, 0)
  expect(bytes).toBeLessThan(kBmost * 1_000)
})

test('a shopper pays at the checkout with the phone of the sandbox', async (context) => {
  if (noBrowser) return skipped(context, noBrowser)
  const town = await street()
  const { payment, page: address } = await town.order()
  const { page, wrongs } = await openWindow(await openBrowser())
  await page.goto(address)
  await page.getByRole('heading', { name: '选择支付方式' }).waitFor()
  await page.locator('#pay').dblclick()
  await page.getByRole('heading', { name: '用支付宝扫一扫' }).waitFor()
  expect(await attemptsOf(town.shop.w, payment)).toHaveLength(1)
  const [attempt] = await attemptsOf(town.shop.w, payment)
  await expectCode(page, attempt?.code ?? '')
  const [phone] = await Promise.all([page.context().waitForEvent('page'), page.locator('#open').click()])
  const phoneWrongs = wrongsOf(phone)
  await phone.locator('#who-lin').click()
  await phone.getByRole('heading', { name: '确认付款' }).waitFor()
  expect(await phone.locator('#amount').textContent()).toBe('¥125.00')
  await phone.locator('#pin').fill(pinOf(town.shop.alipay))
  await phone.locator('#paid').waitFor()
  await page.getByRole('heading', { name: '支付成功' }).waitFor()
  expect(await page.locator('#return').getAttribute('href')).toBe(`${town.url}/health/live`)
  expect(await page.locator('.receipt').textContent()).toContain(payment)
  expect([...wrongs, ...phoneWrongs]).toEqual([])
})

test('the code the phone shows is read by a till, and what the till charges arrives on the phone', async (context) => {
  if (noBrowser) return skipped(context, noBrowser)
  const town = await street(unlimitedTerms(), 50_000n)
  const { page: phone, wrongs } = await openWindow(await openBrowser(), {
    width: 'narrow',
    language: 'en',
    mode: 'dark',
  })
  await phone.goto(town.phoneUrl)
  await phone.locator('#who-chen').click()
  await phone.locator('#go-code').click()
  const digits = ((await phone.locator('#digits').textContent()) ?? '').replaceAll(' ', '')
  expect(digits).toMatch(/^28\d{16}$/)
  await expectCode(phone, digits, 2)
  const over = { product: 'qr-consumer', minor: 88_000n } as const
  await pay(town.shop.w, town.shop.order(over), digits, 'test')
  await phone.getByRole('heading', { name: 'Confirm payment' }).waitFor()
  await phone.locator('#fund-card').check()
  for (const digit of pinOf(town.shop.alipay)) await phone.locator(`#key-${digit}`).click()
  await phone.locator('#paid').waitFor()
  await phone.locator('#done').click()
  await phone.locator('.row-amount', { hasText: '−¥880.00' }).waitFor()
  expect(wrongs).toEqual([])
})

test('a code is read from a picture and from its text, and a wrong password pays nothing', async (context) => {
  if (noBrowser) return skipped(context, noBrowser)
  const town = await street()
  const browser = await openBrowser()
  const { page } = await openWindow(browser)
  const { page: address, payment } = await town.order()
  await page.goto(address)
  await page.locator('#pay').click()
  const picture = join(tmpdir(), `covenant-code-${payment}.png`)
  await page.locator('.code-box').screenshot({ path: picture })
  const { page: phone } = await openWindow(browser, { width: 'narrow' })
  await phone.goto(town.phoneUrl)
  await phone.locator('#who-wang').click()
  await phone.locator('#go-scan').click()
  await phone.locator('#picture').setInputFiles(picture)
  await phone.locator('#pin').fill('000000')
  await phone.getByText('支付密码不正确').waitFor()
  await phone.locator('#close').click()
  await phone.locator('#go-scan').click()
  await phone.locator('#pasted').fill((await attemptsOf(town.shop.w, payment)).at(-1)?.code ?? '')
  await phone.locator('#open').click()
  await phone.locator('#pin').fill(pinOf(town.shop.alipay))
  await phone.locator('#paid').waitFor()
  await page.getByRole('heading', { name: '支付成功' }).waitFor()
})

test('a page whose events never come asks by itself and still sees the payment', async (context) => {
  if (noBrowser) return skipped(context, noBrowser)
  const town = await street()
  const { page } = await openWindow(await openBrowser())
  await page.route('**/events', (route) => route.abort())
  const { page: address, payment } = await town.order()
  await page.goto(address)
  await page.locator('#pay').click()
  await page.locator('.code-box').waitFor()
  town.shop.scanAndPay((await attemptsOf(town.shop.w, payment)).at(-1)?.code ?? '')
  await page.getByRole('heading', { name: '支付成功' }).waitFor()
})

test('what was chosen and when time is up survive a reload, and a second page shows the same', async (context) => {
  if (noBrowser) return skipped(context, noBrowser)
  const town = await street()
  const browser = await openBrowser()
  const { page } = await openWindow(browser)
  const { page: second } = await openWindow(browser, { language: 'en' })
  const { page: address } = await town.order({ expiresInMinutes: 1 })
  await Promise.all([page.goto(address), second.goto(address)])
  await page.locator('#pay').click()
  await second.getByRole('heading', { name: 'Scan with Alipay' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: '用支付宝扫一扫' }).waitFor()
  town.shop.w.pass(60_000)
  await second.getByRole('heading', { name: 'This code has expired' }).waitFor()
  await town.shop.wait(60_000)
  await second.getByRole('heading', { name: /^(This order has expired|Order cancelled)$/ }).waitFor()
  expect(await second.locator('#return').count()).toBe(1)
})

test('an outcome nobody knows is said honestly, in English as well, and mends itself', async (context) => {
  if (noBrowser) return skipped(context, noBrowser)
  const town = await street()
  const { page } = await openWindow(await openBrowser(), { width: 'narrow', language: 'en' })
  const lever = town.shop.alipay.levers.pull({ kind: 'drop_response', times: null })
  await page.goto((await town.order()).page)
  await page.locator('#pay').click()
  await page.getByRole('heading', { name: 'We are checking. Do not pay again' }).waitFor()
  expect(await page.locator('#cancel').count()).toBe(0)
  town.shop.alipay.levers.release(lever)
  await town.shop.wait(60_000)
  await page.locator('#open').waitFor()
})

test.for([{ mode: 'light' }, { mode: 'dark', width: 'narrow', language: 'en' }] as const)(
  'every screen of payer and phone is open to everybody (%o)',
  { timeout: 180_000 }, // axe reads twelve screens
  async (look, context) => {
    if (noBrowser) return skipped(context, noBrowser)
    const town = await street()
    const { page } = await openWindow(await openBrowser(), look)
    const found: Record<string, string[]> = {}
    const check = async (of: Page, name: string): Promise<void> => {
      found[name] = await barriersIn(of)
    }
    await page.goto((await town.order()).page)
    await page.locator('#pay').waitFor()
    await check(page, 'choose')
    await page.locator('#pay').click()
    const [phone] = await Promise.all([page.context().waitForEvent('page'), page.locator('#open').click()])
    await check(page, 'scan')
    await phone.locator('#who-lin').waitFor()
    await check(phone, 'who')
    await phone.locator('#who-lin').click()
    await phone.locator('#pin').waitFor()
    await check(phone, 'sheet')
    await phone.locator('#pin').fill(pinOf(town.shop.alipay))
    await phone.locator('#done').waitFor()
    await check(phone, 'phone paid')
    await page.locator('#return').waitFor()
    await check(page, 'paid')
    await phone.locator('#done').click()
    await check(phone, 'home')
    for (const screen of ['code', 'scan', 'bills', 'cards']) {
      await phone.locator(`#go-${screen}`).click()
      await phone.locator('#back').waitFor()
      await check(phone, screen)
      await phone.locator('#back').click()
    }
    expect(Object.entries(found).flatMap(([name, places]) => places.map((place) => `${name}: ${place}`))).toEqual([])
  },
)

test('an address without its order says so', async (context) => {
  if (noBrowser) return skipped(context, noBrowser)
  const town = await street()
  const { page } = await openWindow(await openBrowser(), { language: 'en' })
  await page.goto(`${town.url}/checkout/${'x'.repeat(32)}`)
  await page.getByRole('heading', { name: 'We cannot find this order' }).waitFor()
})

// A screenshot, as a shopper's camera sees the screen.
async function expectCode(page: Page, text: string, times = 1): Promise<void> {
  const file = join(tmpdir(), `covenant-screen-${text.slice(-12)}.png`)
  await page.screenshot({ path: file })
  const codes = await codesIn(file)
  if (codes === null)
    return console.log(
      'skipped: zbarimg is not installed, so no code was read from the screenshot (Debian: apt-get install zbar-tools)',
    )
  expect(codes).toEqual(Array.from({ length: times }, () => text))
}

function skipped(context: { skip: (note?: string) => void }, why: string): void {
  console.log(`skipped: ${why}`)
  context.skip(why)
}
