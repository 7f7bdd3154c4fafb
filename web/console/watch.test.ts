import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleReceipt } from '../../src/audit/sampleReceipt.ts'
import { alarms } from '../fixtures/alarms.ts'
import { type Mood, startFixtures } from '../fixtures/server.ts'
import { chromiumArguments, openPage, pages } from '../fixtures/shoot.ts'

const browserAt = '/usr/bin/chromium'
const present = existsSync(browserAt)
if (!present) console.log(`skipped: who watches the log, in a browser, because there is no ${browserAt}`)

const wide = { language: 'zh-CN', mode: 'light', width: 1280 }
const { receipt, key, witness } = sampleReceipt()
const kept = (name: string, text: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'covenant-watch-')), name)
  writeFileSync(file, text)
  return file
}

describe.skipIf(!present)('who watches the log, in a browser', { timeout: 300_000 }, () => {
  let browser: Browser
  let built: string
  const stops: (() => Promise<void>)[] = []

  beforeAll(async () => {
    built = mkdtempSync(join(tmpdir(), 'covenant-watch-'))
    const configFile = fileURLToPath(new URL('../vite.config.ts', import.meta.url))
    await build({ configFile, logLevel: 'error', build: { outDir: built } })
    browser = await chromium.launch({ executablePath: browserAt, args: chromiumArguments })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    for (const stop of stops) await stop()
  })

  async function open(name: string, mood: Mood = 'well', before?: (page: Page) => Promise<unknown>): Promise<Page> {
    const { address, stop } = await startFixtures(0, mood, built)
    stops.push(stop)
    const page = await openPage(browser, address, wide)
    await before?.(page)
    await page.goto(address + (pages[name] ?? name))
    await page.waitForSelector('main h1')
    return page
  }
  const drop = (page: Page, file: string) => page.locator('input[type=file]').setInputFiles(file)
  const trustWitness = async (page: Page, text: string) => {
    await page.getByLabel('粘贴见证人的公钥').fill(text)
    await page.getByRole('button', { name: '信任这个见证人' }).click()
  }

  test('a cosignature is verified here, and it is said whether the reader or the institution told the key', async () => {
    const page = await open('verify')
    await drop(page, kept('receipt.json', JSON.stringify(receipt)))
    const line = page.locator('[data-cosigner]').filter({ hasText: 'alipay.example/witness' })
    // The institution of the fixtures names the same witness by the same sample key.
    await page.locator('[data-cosigner=held]').getByText('公钥由本机构给出').waitFor()
    await trustWitness(page, key)
    await page.getByText('这不是见证人的公钥').waitFor()
    await trustWitness(page, witness)
    await page.locator('[data-cosigner=held]').getByText('公钥由您自己带来').waitFor()
    expect(await line.count()).toBe(1)
    await expectAccessible(page)
  })

  test('a broken cosignature makes the whole receipt invalid, also when everything else holds', async () => {
    const page = await open('verify')
    await page.getByLabel('粘贴公布的公钥').fill(key)
    await page.getByRole('button', { name: '信任这把公钥' }).click()
    await trustWitness(page, witness)
    const lines = receipt.checkpoint.trimEnd().split('\n')
    const [dash, name, encoded] = (lines.at(-1) ?? '').split(' ')
    const bytes = Buffer.from(encoded ?? '', 'base64')
    bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40)
    const checkpoint = `${[...lines.slice(0, -1), `${dash} ${name} ${bytes.toString('base64')}`].join('\n')}\n`
    await drop(page, kept('receipt.json', JSON.stringify({ ...receipt, checkpoint })))
    await page.locator('[data-cosigner=broken]').waitFor()
    await page.locator('[data-verdict=altered]').waitFor()
    await drop(page, kept('good.json', JSON.stringify(receipt)))
    await page.locator('[data-verdict=genuine]').waitFor()
  })

  test('a checkpoint file is judged: strange without a key, good under the right one, red when a byte was altered', async () => {
    const page = await open('verify')
    await drop(page, kept('checkpoint.txt', receipt.checkpoint))
    await page.locator('[data-verdict=strange]').waitFor()
    await page.getByLabel('粘贴公布的公钥').fill(key)
    await page.getByRole('button', { name: '信任这把公钥' }).click()
    await page.locator('[data-verdict=good]').waitFor()
    await page.locator('[data-cosigner=held]').waitFor()
    await drop(page, kept('checkpoint.txt', receipt.checkpoint.replace('\n23\n', '\n24\n')))
    await page.locator('[data-verdict=bad]').waitFor()
  })

  test('the log’s page verifies each cosignature of the newest checkpoint, and says which witness is our own', async () => {
    const page = await open('log')
    await page.locator('.witness-held').first().waitFor()
    await expect.poll(() => page.locator('.witness-held').count()).toBe(2)
    expect(await page.locator('.witness-own').innerText()).toContain('对别人什么也证明不了')
    expect(await page.getByRole('button', { name: '登记见证人' }).isDisabled()).toBe(true)
  })

  test('an anchor is off until somebody switches it on, and one that stands is checked here step by step', async () => {
    const off = await open('anchors', 'empty')
    await off.getByText('默认关闭').waitFor()
    expect(await off.getByText('未启用').count()).toBe(2)
    const page = await open('anchor')
    await page.getByRole('button', { name: '在浏览器里核对' }).click()
    await expect.poll(() => page.locator('.judged-steps .pass').count()).toBe(2)
    expect(await page.locator('.judged-steps .open').innerText()).toContain('还没有信任日志公钥')
    const lying = await open('anchor', 'well', (before) =>
      before.route('**/stamp', (route) => route.fulfill({ body: Buffer.alloc(64) })),
    )
    await lying.getByRole('button', { name: '在浏览器里核对' }).click()
    await lying.locator('.judged-steps .fail').getByText('时间戳里的摘要').waitFor()
  })

  test('an alarm is shown in the menu, filtered, and signed off only with words', async () => {
    const signed: unknown[] = []
    const page = await open('alarms', 'well', (before) =>
      before.route(/\/v1\/alarms\/[^/]+\/(acknowledge|close)$/, async (route) => {
        signed.push([route.request().url().split('/').at(-1), route.request().postDataJSON()])
        await route.fulfill({ json: alarms[0] })
      }),
    )
    expect(await page.getByRole('link', { name: '告警 2' }).count()).toBe(1)
    await page.getByText('全部', { exact: true }).click()
    await expect.poll(() => page.locator('tbody tr.opens').count()).toBe(alarms.length)
    await page.getByRole('link', { name: '日志或账本的行被改动' }).click()
    const act = page.getByRole('button', { name: '认领' })
    expect(await act.isDisabled()).toBe(true)
    await page.getByLabel('说明').fill('正在核对备份与超级用户登录')
    await act.click()
    await expect.poll(() => signed).toEqual([['acknowledge', { words: '正在核对备份与超级用户登录' }]])
  })
})

async function expectAccessible(page: Page): Promise<void> {
  // The steps come in one after the other; half-faded letters have no contrast of their own.
  await expect
    .poll(() => page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length))
    .toBe(0)
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target.join(' ')}`)).toEqual([])
}
