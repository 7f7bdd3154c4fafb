import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { sampleTerms } from '../../src/agreements/sample.ts'
import { readInbox } from '../../src/identity/inbox.ts'
import { attemptsOf } from '../../src/payments/find.ts'
import { authenticationOf } from '../../src/sca/find.ts'
import { barriersIn, noBrowser, openBrowser, openWindow } from './chromium.ts'
import { type Street, street } from './street.ts'

// COVENANT_SHOTS names a folder for pictures of what these tests see.
const shots = process.env['COVENANT_SHOTS']

async function shot(page: Page, name: string): Promise<void> {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

const codeIn = async (town: Street): Promise<string> => {
  const [newest] = await readInbox(town.shop.w)
  return /(\d{6})/.exec(newest?.text.zh ?? '')?.[1] ?? ''
}

test.for([
  { width: 'wide', language: 'zh-CN', mode: 'light' },
  { width: 'narrow', language: 'en', mode: 'dark' },
] as const)(
  'a payer confirms a large order by code, keeps a passkey, and confirms the next one with it: $language $width',
  async (look, context) => {
    if (noBrowser) {
      console.log(`skipped: ${noBrowser}`)
      return context.skip(noBrowser)
    }
    const town = await street(sampleTerms())
    const isChinese = look.language === 'zh-CN'
    const { page, wrongs } = await openWindow(await openBrowser(), look)
    const device = await page.context().newCDPSession(page)
    await device.send('WebAuthn.enable')
    await device.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    const first = await town.order({ minor: 528_000n })
    await page.goto(first.page)
    await page.getByRole('heading', { name: isChinese ? '先确认是你本人' : 'First confirm that it is you' }).waitFor()
    expect(await page.locator('#pay').count()).toBe(0)
    expect(await barriersIn(page)).toEqual([])
    await shot(page, `confirm-${look.width}`)
    await page.locator('#by-phone').click()
    await page.locator('#phone').fill('138 0013 8000')
    await page.locator('#send').click()
    await page.locator('#code').fill(await codeIn(town).then(async (code) => code || (await waitForCode(town))))
    await shot(page, `code-${look.width}`)
    expect(await barriersIn(page)).toEqual([])
    await page.locator('#confirm').click()
    await page.locator('#enrol').waitFor()
    await shot(page, `confirmed-${look.width}`)
    await page.locator('#enrol').click()
    await page.locator('#enrol').waitFor({ state: 'detached' })
    expect(await authenticationOf(town.shop.w, first.payment)).toMatchObject({ method: 'sms', proof: 'one-factor' })
    const second = await town.order({ minor: 999_900n, payer: 'member-0731' })
    await page.goto(second.page)
    await page.locator('#confirm').click()
    await page.locator('#pay').waitFor()
    expect(await page.locator('.method small').innerText()).toContain('100,000.00 CNY')
    await shot(page, `left-${look.width}`)
    expect(await authenticationOf(town.shop.w, second.payment)).toMatchObject({
      method: 'passkey',
      proof: 'two-factor',
    })
    await page.locator('#pay').click()
    await page.locator('#pay').waitFor({ state: 'detached' })
    await expect.poll(async () => (await attemptsOf(town.shop.w, second.payment)).length).toBe(1)
    expect(wrongs).toEqual([])
  },
)

async function waitForCode(town: Street): Promise<string> {
  let code = ''
  await expect.poll(async () => (code = await codeIn(town))).not.toBe('')
  return code
}
