import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readLogKey, vkeyText } from '../../src/audit/logKey.ts'
import { receiptOf } from '../../src/audit/receipt.ts'
import type { Receipt } from '../../src/audit/receiptShape.ts'
import { sequence } from '../../src/audit/sequence.ts'
import { verifyReceipt } from '../../src/audit/verifyReceipt.ts'
import { transaction } from '../../src/world/command.ts'
import { emit } from '../../src/world/events.ts'
import { recordsNewest } from '../../src/world/recordList.ts'
import { testWorld } from '../../test/house.ts'
import type {} from '../../test/setup.ts'
import { alarmedStatus } from '../fixtures/log.ts'
import { startFixtures } from '../fixtures/server.ts'
import { chromiumArguments, openPage, pages } from '../fixtures/shoot.ts'

const browserAt = '/usr/bin/chromium'
const present = existsSync(browserAt)
if (!present) console.log(`skipped: the log in a browser, because there is no ${browserAt}`)

const wide = { language: 'zh-CN', mode: 'light', width: 1280 }

describe.skipIf(!present)('the log and its receipts in a browser', { timeout: 300_000 }, () => {
  let browser: Browser
  let built: string
  const stops: (() => Promise<void>)[] = []

  beforeAll(async () => {
    built = mkdtempSync(join(tmpdir(), 'covenant-log-'))
    const configFile = fileURLToPath(new URL('../vite.config.ts', import.meta.url))
    await build({ configFile, logLevel: 'error', build: { outDir: built } })
    browser = await chromium.launch({ executablePath: browserAt, args: chromiumArguments })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    for (const stop of stops) await stop()
  })

  async function open(name: string, before?: (page: Page) => Promise<unknown>, look = wide): Promise<Page> {
    const { address, stop } = await startFixtures(0, 'well', built)
    stops.push(stop)
    const page = await openPage(browser, address, look)
    await before?.(page)
    await page.goto(address + (pages[name] ?? name))
    await page.waitForSelector('main h1')
    return page
  }
  const kept = (receipt: unknown): string => {
    const file = join(mkdtempSync(join(tmpdir(), 'covenant-receipt-')), 'receipt.json')
    writeFileSync(file, JSON.stringify(receipt))
    return file
  }
  const broken = (page: Page): Promise<string[]> => page.locator('.judged-steps .fail').allInnerTexts()

  test('a receipt of the real log is green under the key one has pasted, with no network at all, and red when a digit was altered', async () => {
    const { receipt, key } = await madeByTheLog()
    const page = await open('verify')
    await page.waitForLoadState('networkidle')
    await page.getByLabel('粘贴公布的公钥').fill(key)
    await page.getByRole('button', { name: '信任这把公钥' }).click()
    await page.context().setOffline(true)
    const choose = page.locator('input[type=file]')
    await choose.setInputFiles(kept(receipt))
    await page.locator('[data-verdict=genuine]').getByText('真实有效').waitFor()
    expect(await page.locator('.judged-steps .pass').count()).toBe(6)
    expect(await page.locator('.facts').first().innerText()).toContain('支付成功')
    await expectAccessible(page)
    const facts = { ...receipt.record.facts, amount: { currency: 'CNY', minor: '12501' } }
    await choose.setInputFiles(kept({ ...receipt, record: { ...receipt.record, facts } }))
    await page.locator('[data-verdict=altered]').waitFor()
    expect(await broken(page)).toEqual([expect.stringContaining('记录的哈希沿证明走到检查点的根')])
    await expectAccessible(page)
    const { checkpoint } = receipt
    await choose.setInputFiles(kept({ ...receipt, checkpoint: checkpoint.replace('\n— ', '\n— x') }))
    await expect.poll(() => broken(page)).toEqual([expect.stringContaining('Ed25519')])
  })

  test('a key nobody trusts is never green; another key than the trusted is red', async () => {
    const [one, other] = [await madeByTheLog(1), await madeByTheLog(2)]
    const page = await open('verify')
    const choose = page.locator('input[type=file]')
    await choose.setInputFiles(kept(one.receipt))
    await page.locator('[data-verdict=strange]').waitFor()
    await page.locator('.verdict-key').getByRole('button', { name: '信任这把公钥' }).click()
    await page.locator('[data-verdict=genuine]').waitFor()
    await choose.setInputFiles(kept(other.receipt))
    await page.locator('[data-verdict=altered]').waitFor()
    expect(await broken(page)).toEqual([expect.stringContaining('签署密钥是您信任的那一把')])
  })

  test('what is neither contract nor receipt is told so', async () => {
    const page = await open('verify')
    const file = join(mkdtempSync(join(tmpdir(), 'covenant-receipt-')), 'notes.txt')
    writeFileSync(file, '收到，谢谢')
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByText('这个文件既不是合同 PDF，也不是 JSON 收据或签名检查点。').waitFor()
  })

  test('a record is proved in its drawer, step by step, up to the root', async () => {
    const page = await open('log-record')
    await page.getByRole('button', { name: '在浏览器里验证' }).click()
    await page.locator('[data-verdict=strange]').waitFor()
    expect(await page.locator('.judged-steps li').count()).toBe(8)
    await page.getByRole('img', { name: /从叶子/ }).waitFor()
    await page.locator('.verdict-key').getByRole('button').click()
    await page.locator('[data-verdict=genuine]').waitFor()
  })

  test('a server that shows one thing and proves another is found out', async () => {
    const page = await open('log-record', (before) =>
      before.route(/\/v1\/log\/records\/[^/]+$/, async (route) => {
        const reply = await route.fetch()
        const record = (await reply.json()) as { facts: object }
        await route.fulfill({
          json: { ...record, facts: { ...record.facts, amount: { currency: 'CNY', minor: '1' } } },
        })
      }),
    )
    await page.getByRole('button', { name: '在浏览器里验证' }).click()
    await page.getByText('页面上显示的内容与收据不是同一条记录').waitFor()
  })

  test('an alarm names every altered row, and the light of the bar turns red on every page', async () => {
    const alarm = (page: Page) => page.route('**/v1/log', (route) => route.fulfill({ json: alarmedStatus() }))
    const page = await open('log', alarm)
    expect(await page.locator('.light-alarm').innerText()).toContain('world.record id=')
    await expectAccessible(page)
    await page.goto(new URL('/payments', page.url()).href)
    await page.getByRole('link', { name: '日志：发现篡改' }).waitFor()
  })

  test('this browser remembers what it saw: growth is verified, a fork is told', async () => {
    const page = await open('log')
    await page.getByText('第一次见到这个日志').waitFor()
    await page.reload()
    await page.getByText('现在的 1325 条是它的延续').waitFor()
    await page.evaluate(() =>
      localStorage.setItem('covenant.log', JSON.stringify({ key: null, head: { size: 900, root: 'ab'.repeat(32) } })),
    )
    await page.reload()
    await page.getByText('日志被改写或分叉了').waitFor()
  })

  test('the receipt taken from a payment’s trace is one that the command line verifies', async () => {
    const page = await open('payment-paid')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载收据' }).click(),
    ])
    const receipt = JSON.parse(readFileSync(await download.path(), 'utf8')) as Receipt
    expect(receipt.kind).toBe('payment')
    expect(verifyReceipt(receipt, { key: receipt.key }).valid).toBe(true)
    const waiting = await open('payment-unknown')
    expect(await waiting.getByRole('button', { name: '下载收据' }).isDisabled()).toBe(true)
  })

  test('records are found by object, and the way back leads to all of them', async () => {
    const page = await open('log')
    await page.getByLabel('动作').fill('agreement.in_force')
    await page.getByRole('button', { name: '筛选' }).click()
    await expect.poll(() => page.locator('tbody tr.opens').count()).toBe(1)
    await page.locator('tbody').getByRole('link', { name: '协议生效' }).click()
    await page.getByRole('link', { name: '它的全部记录' }).click()
    await page.waitForURL(/object=agr_/)
    await expect.poll(() => page.locator('tbody tr.opens').count()).toBe(2)
  })
})

/** A receipt by the code that makes them: a record in PostgreSQL, numbered, under a signed checkpoint. */
async function madeByTheLog(seed = 17): Promise<{ receipt: Receipt; key: string }> {
  const w = await testWorld({ seed })
  const money = { currency: 'CNY', minor: '12500' }
  for (const payment of ['pay_a', 'pay_b', 'pay_c'])
    await transaction(w, (i) =>
      emit(i, 'payment.captured', { payment, merchant: 'mer_tea', wallet: 'alipay', amount: money }),
    )
  await sequence(w)
  const filter = { owner: null, before: null, object: 'pay_b', actor: null, act: null }
  const [record] = await recordsNewest(w, filter, 1)
  return { receipt: await receiptOf(w, record?.id ?? ''), key: vkeyText(readLogKey(w).vkey) }
}

async function expectAccessible(page: Page): Promise<void> {
  // The steps come in one after the other; half-faded letters have no contrast of their own.
  await page.waitForTimeout(1_200)
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target.join(' ')}`)).toEqual([])
}
