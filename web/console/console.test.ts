import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Mood, startFixtures } from '../fixtures/server.ts'
import { chromiumArguments, openPage, pages } from '../fixtures/shoot.ts'

const browserAt = '/usr/bin/chromium'
const present = existsSync(browserAt)
if (!present) console.log(`skipped: the console in a browser, because there is no ${browserAt}`)

describe.skipIf(!present)('the console', { timeout: 300_000 }, () => {
  let browser: Browser
  let built: string
  const stops: (() => Promise<void>)[] = []

  beforeAll(async () => {
    built = mkdtempSync(join(tmpdir(), 'covenant-console-'))
    const configFile = fileURLToPath(new URL('../vite.config.ts', import.meta.url))
    await build({ configFile, logLevel: 'error', build: { outDir: built } })
    browser = await chromium.launch({ executablePath: browserAt, args: chromiumArguments })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    for (const stop of stops) await stop()
  })

  const wide = { language: 'zh-CN', mode: 'light', width: 1280 }
  async function open(name: string, look = wide, mood: Mood = 'well'): Promise<Page> {
    const { address, stop } = await startFixtures(0, mood, built)
    stops.push(stop)
    const page = await openPage(browser, address, look)
    await page.goto(address + (pages[name] ?? name))
    await page.waitForSelector('main h1')
    return page
  }

  test.each([wide, { language: 'en', mode: 'dark', width: 390 }])(
    'every page is accessible and fits: $language $mode $width',
    async (look) => {
      const page = await open('workbench', look)
      const address = new URL(page.url()).origin
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(address + path)
        await page.waitForSelector('main h1')
        await page.waitForLoadState('networkidle')
        await expectAccessible(page, name)
      }
    },
  )

  test('nobody sees a page without a session, and signing in leads back to the page that was asked for', async () => {
    const page = await open('payments')
    await page.context().clearCookies()
    await page.reload()
    await page.waitForURL(/\/sign-in\?after=/)
    await page.getByRole('button', { name: /王敏/ }).click()
    await page.waitForURL(/\/payments$/)
    await page.getByRole('heading', { name: '支付', exact: true }).waitFor()
  })

  test('the filter box is reached by / and keeps its question in the address', async () => {
    const page = await open('payments')
    await page.getByRole('table').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('state:unknown amount:>50')
    await page.keyboard.press('Enter')
    await page.waitForURL(/filter=state%3Aunknown/)
    await expect
      .poll(() => page.locator('tbody .badge').allTextContents())
      .toEqual(['结果未知', '结果未知', '结果未知'])
    await page.goto(`${new URL(page.url()).origin}/payments?filter=colour%3Ared`)
    expect(await page.getByRole('alert').textContent()).toContain('colour:red')
  })

  test('every entry of a payment names the clause that made it, in the list and as T-accounts', async () => {
    const page = await open('payment-paid')
    const entries = page.locator('.entry')
    expect(await entries.count()).toBe(4)
    expect(await page.locator('.entry .clause-link').count()).toBe(4)
    await page.getByText('T 字账').click()
    expect(await page.locator('.t-leg').count()).toBe(8)
    await page.locator('.clause-line').nth(1).hover()
    await expect.poll(() => page.locator('.t-leg.is-lit').count()).toBe(2)
  })

  test('a payment in doubt says so and does not claim that no money moved', async () => {
    const page = await open('payment-unknown')
    const words = (await page.locator('main').textContent()) ?? ''
    expect(words).toContain('钱可能已经动了')
    expect(words).not.toContain('钱没有动过')
    expect(await page.getByRole('button', { name: '退款' }).isDisabled()).toBe(true)
  })

  test('a refund shows who returns which fee, and waits for a reason', async () => {
    const page = await open('payment-paid')
    await page.getByRole('button', { name: '退款' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('谁退还哪笔费用').waitFor()
    expect(await dialog.locator('.preview-lines li').count()).toBe(3)
    const confirm = dialog.getByRole('button', { name: /^退款 ¥/ })
    expect(await confirm.isDisabled()).toBe(true)
    await dialog.getByLabel('原因').fill('缺货')
    expect(await confirm.isEnabled()).toBe(true)
    await dialog.getByLabel('退款金额').fill('99999999')
    await expect.poll(() => dialog.getByRole('button', { name: '退款', exact: true }).isDisabled()).toBe(true)
  })

  test.each([wide, { language: 'en', mode: 'dark', width: 390 }])(
    'an order is started once: what is missing is said, the code is shown, and its payment is seen: $language $width',
    async (look) => {
      const page = await open('payments', look)
      const isChinese = look.language === 'zh-CN'
      const begin = page.getByRole('button', { name: isChinese ? '新订单' : 'New order' })
      await expect.poll(() => begin.isDisabled()).toBe(true)
      await page.context().addCookies([{ name: 'covenant_fixture', value: 'sunqing', url: page.url() }])
      await page.reload()
      await begin.click()
      const dialog = page.getByRole('dialog')
      const start = dialog.getByRole('button', { name: isChinese ? /^发起/ : /^Start/ })
      await start.click()
      expect(await dialog.getByRole('alert').count()).toBe(4)
      await fillOrder(page, isChinese)
      expect(await dialog.getByRole('alert').count()).toBe(0)
      await expectAccessible(page, 'dialog', '.ant-modal')
      let orders = 0
      page.on('request', (asked) => {
        if (asked.method() === 'POST' && asked.url().endsWith('/v1/payments')) orders++
      })
      await start.dblclick()
      await dialog.getByRole('img', { name: '88.80' }).waitFor()
      expect(
        await dialog.getByRole('link', { name: isChinese ? '在沙箱手机里打开' : /sandbox phone/ }).isVisible(),
      ).toBe(true)
      await expectAccessible(page, 'dialog', '.ant-modal')
      await dialog.getByText(isChinese ? '收款完成' : 'Collected').waitFor()
      expect(orders).toBe(1)
      await dialog.getByRole('link', { name: isChinese ? '查看追踪' : 'See the trace' }).click()
      await page.waitForURL(/\/payments\/pay_/)
    },
  )

  test('a link to a clause arrives at that clause of that version', async () => {
    const page = await open('payment-paid')
    await page.locator('.entry .clause-link').nth(1).click()
    await page.waitForURL(/version=2#\/clauses\/fees\/rules\/0$/)
    await expect
      .poll(() =>
        page
          .locator('[id="/clauses/fees/rules/0"]')
          .evaluate((place) => Math.abs(place.getBoundingClientRect().top - innerHeight / 2) < innerHeight / 2),
      )
      .toBe(true)
  })

  test('the palette finds a payment, ? shows the keys, and the language changes at once', async () => {
    const page = await open('workbench')
    await page.keyboard.press('Control+k')
    await page.locator('.commands-box input:focus').waitFor()
    await page.keyboard.type('龙井')
    await page
      .getByRole('option', { name: /明前龙井/ })
      .first()
      .waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/payments\/pay_/)
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('打开命令面板').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').getByText('打开命令面板').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: '切换到 English' }).click()
    await page.getByRole('heading', { name: 'Settlement lines' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
  })

  test('a list without rows says what will come; a refusal is shown in the language of the reader with its number', async () => {
    const empty = await open('settlements', wide, 'empty')
    await empty.getByText('还没有结算日').waitFor()
    const broken = await open('settlements', { ...wide, language: 'en' }, 'broken')
    const alert = broken.getByRole('alert')
    await alert.waitFor()
    expect(await alert.textContent()).toContain('The database is not available just now')
    expect(await alert.textContent()).toContain('req_01kapfa5m2x7')
  })
})

async function expectAccessible(page: Page, name: string, part = 'html'): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .include(part)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.target.join(' ')}`)).toEqual([])
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    `${name} fits its width`,
  ).toBeLessThanOrEqual(0)
}

async function fillOrder(page: Page, isChinese: boolean): Promise<void> {
  const dialog = page.getByRole('dialog')
  const pick = async (label: string, option: string): Promise<void> => {
    await dialog.getByRole('combobox', { name: label }).click()
    await page.locator('.ant-select-item-option').filter({ hasText: option }).click()
    // A list that is still closing would take the next press for itself.
    await expect.poll(() => page.locator('.ant-select-dropdown:visible').count()).toBe(0)
  }
  await pick(isChinese ? '商户' : 'Merchant', isChinese ? '西湖茶社' : 'West Lake Tea House')
  await pick(isChinese ? '钱包' : 'Wallet', isChinese ? '支付宝' : 'Alipay')
  await dialog.getByLabel(isChinese ? '商品说明' : 'Subject').fill('明前龙井 一壶')
  await dialog.getByLabel(isChinese ? '金额' : 'Amount').fill('88.80')
}
