import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPrivacySite } from '../fixtures/privacySite.ts'
import { chromiumArguments } from '../fixtures/shoot.ts'

const browserAt = '/usr/bin/chromium'
const present = existsSync(browserAt)
if (!present) console.log(`skipped: the privacy centre in a browser, because there is no ${browserAt}`)

describe.skipIf(!present)('the privacy centre', { timeout: 120_000 }, () => {
  let browser: Browser
  let site: Awaited<ReturnType<typeof startPrivacySite>>

  beforeAll(async () => {
    const built = mkdtempSync(join(tmpdir(), 'covenant-privacy-'))
    process.env['COVENANT_ENTRY'] = 'privacy'
    const configFile = fileURLToPath(new URL('../vite.config.ts', import.meta.url))
    await build({ configFile, logLevel: 'error', build: { outDir: built } })
    site = await startPrivacySite(built)
    browser = await chromium.launch({ executablePath: browserAt, args: chromiumArguments })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await site?.stop()
  })

  async function open(look: { language: string; mode: string; width: number }): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: look.width, height: 844 }, locale: look.language })
    const looks = JSON.stringify({ language: look.language, mode: look.mode })
    await context.addInitScript(`localStorage.setItem('covenant.privacy', ${JSON.stringify(looks)})`)
    const page = await context.newPage()
    await page.goto(`${site.address}/privacy/`)
    await page.waitForSelector('.tabs')
    return page
  }

  test.each([
    { language: 'zh-CN', mode: 'light', width: 390 },
    { language: 'en', mode: 'dark', width: 320 },
    { language: 'en', mode: 'light', width: 1280 },
  ])('every part is accessible and fits: $language $mode $width', async (look) => {
    const page = await open(look)
    for (const tab of ['uses', 'requests', 'mine', 'wards']) {
      await page.click(`#tab-${tab}`)
      if (tab === 'requests') await page.selectOption('#kind', 'delete')
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .analyze()
      expect([tab, wide, violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target.join(' ')}`)]).toEqual([
        tab,
        0,
        [],
      ])
    }
  })

  test('a consent is taken back with one tap, and the page says so at once', async () => {
    const page = await open({ language: 'zh-CN', mode: 'light', width: 390 })
    const offers = page.locator('article', { hasText: '发送优惠信息' })
    expect(await offers.locator('.tag').first().textContent()).toBe('已同意')
    await offers.getByRole('button', { name: '撤回同意' }).click()
    await expect.poll(() => offers.locator('.tag').first().textContent()).toBe('已撤回')
    expect(await page.locator('.toast').textContent()).toContain('立即生效')
    expect(await offers.getByRole('button', { name: '同意', exact: true }).count()).toBe(1)
  })

  test('a guardian decides for a confirmed child, sees for whom, and comes back to her own', async () => {
    const page = await open({ language: 'zh-CN', mode: 'light', width: 390 })
    await page.click('#tab-wards')
    expect(await page.locator('article', { hasText: '周可欣' }).getByRole('button', { name: '撤回登记' }).count()).toBe(
      1,
    )
    await page.getByRole('button', { name: '为许知远决定' }).click()
    await expect.poll(() => page.locator('h1').textContent()).toBe('谁在使用许知远的信息')
    const asked = page.waitForRequest((request) => request.method() === 'DELETE')
    await page.locator('article', { hasText: '人脸核验' }).getByRole('button', { name: '撤回同意' }).click()
    expect((await asked).url()).toContain('/v1/me/consents/cns_')
    expect(await page.locator('.for-ward').textContent()).toContain('你正在为许知远决定')
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze()
    expect(violations.map(({ id }) => id)).toEqual([])
    await page.getByRole('button', { name: '返回' }).click()
    await page.click('#tab-uses')
    expect(await page.locator('h1').textContent()).toBe('谁在使用我的信息')
  })

  test('a copy is asked for by the button and saved as a file', async () => {
    const page = await open({ language: 'zh-CN', mode: 'light', width: 390 })
    await page.click('#tab-mine')
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载', exact: true }).click(),
    ])
    expect(file.suggestedFilename()).toBe('covenant-my-data.json')
    await expect.poll(() => page.locator('.toast').textContent()).toContain('副本已下载')
  })
})
