import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { routes } from '../../src/app.ts'
import { present } from '../../src/base/assert.ts'
import { type Id, newId } from '../../src/base/id.ts'
import { giveDemoCredentials } from '../../src/identity/demoCredentials.ts'
import { employ, nameInstitution } from '../../src/identity/employ.ts'
import type { Role } from '../../src/identity/role.ts'
import { tokensIn, whoIs } from '../../src/identity/whoIs.ts'
import { transaction } from '../../src/world/command.ts'
import { open } from '../doors.ts'
import { type TestWorld, testWorld } from '../house.ts'
import { barriersIn, browserForFile, type Look, noBrowser, openWindow } from './chromium.ts'
import { pagesForFile } from './pages.ts'

// COVENANT_SHOTS names a folder for pictures of what these tests see.
const shots = process.env['COVENANT_SHOTS']
export const password = 'lotus pond at dusk'

/** What a person reads, in the language of their window. */
export type Say = (zh: string, en: string) => string

/** A window at the console of an institution, and what somebody can do at it. */
export type Desk = {
  page: Page
  say: Say
  wrongs: string[]
  /** Fills in name and password and presses the button. */
  enterPassword(login: string, typed?: string): Promise<void>
  /** Comes in as one of the people of the sandbox. */
  comeIn(name: { zh: string; en: string }): Promise<void>
  signOut(name: { zh: string; en: string }): Promise<void>
  /** The newest code sent, as read on the screen of the sandbox's inbox. */
  readCode(): Promise<string>
  /** Answers the step-up dialog by a code sent to the phone. */
  confirmByPhone(): Promise<void>
  stepUp(): Locator
  /** What axe says against the page once it stands still. */
  barriers(): Promise<string[]>
  shot(name: string): Promise<void>
}

/** People of the institution, with the name they type. All have the same password. */
export const people = {
  'wang.min': { zh: '王敏', en: 'Wang Min', role: 'finance', phone: '13900138001' },
  'zhao.yiming': { zh: '赵一鸣', en: 'Zhao Yiming', role: 'risk', phone: '13900138004' },
  'xu.li': { zh: '徐立', en: 'Xu Li', role: 'administrator', phone: '13900138007' },
} as const satisfies Record<string, { zh: string; en: string; role: Role; phone: string }>
type Login = keyof typeof people

export type Office = {
  w: TestWorld
  url: string
  id: (login: Login) => Id<'usr'>
  desk: (look?: Look) => Promise<Desk>
}

/**
 * For a file of tests: the console is built and the browser started once. Each test opens an office of its own: a database, the
 * real server with every route, and the people named, who have a password and a phone.
 */
export function openOffices(): (...logins: Login[]) => Promise<Office> {
  let dir = ''
  let remove = (): void => undefined
  let browser: Browser | null = null
  beforeAll(async () => {
    if (noBrowser) return
    const [built, opened] = await Promise.all([pagesForFile('console'), browserForFile()])
    dir = built.dir
    remove = built.remove
    browser = opened
  })
  afterAll(async () => {
    await browser?.close()
    remove()
  })
  return async (...logins) => {
    // The clocks of server and browser agree when a test begins.
    const w = await testWorld({ at: new Date().toISOString() })
    const ids = new Map(logins.map((login) => [login, newId('usr', w.now(), w.random)]))
    const id = (login: Login) => present(ids.get(login), 'one of the people of this office')
    await transaction(w, async (i) => {
      await nameInstitution(i, { name: { zh: '云汇支付', en: 'Yunhui Pay' }, zone: 'Asia/Shanghai' })
      for (const login of logins) {
        const { role, ...name } = people[login]
        const { zh, en } = name
        const place = { org: 'institution', orgKind: 'institution', active: true } as const
        await employ(i, { id: id(login), name: { zh, en }, role, ...place })
      }
    })
    for (const login of logins) {
      const { phone } = people[login]
      await giveDemoCredentials(w, { person: id(login), login, password, phone })
    }
    const { url } = await open(w, routes, {
      authenticate: (_, asked) => whoIs(w, { ...asked, ...tokensIn(w, asked.cookies) }),
      staticDirs: [{ prefix: '/', dir, fallback: 'index.html' }],
    })
    // Passkeys belong to a name; the same server, asked for by its name.
    const named = url.replace('127.0.0.1', 'localhost')
    const desk = (look: Look = {}) => deskIn(present(browser, 'a browser was started'), named, look)
    return { w, url: named, id, desk }
  }
}

async function deskIn(browser: Browser, url: string, look: Look): Promise<Desk> {
  const { page, wrongs } = await openWindow(browser, look)
  onTestFinished(() => page.context().close())
  const say: Say = (zh, en) => (look.language === 'en' ? en : zh)
  const button = (zh: string, en: string) => page.getByRole('button', { name: say(zh, en), exact: true })
  const stepUp = () => page.getByRole('dialog', { name: say('请再次确认身份', 'Confirm that it is you') })
  await page.goto(`${url}/sign-in`)
  const readCode = async (): Promise<string> => {
    const openInbox = button('查看沙箱短信', 'Read the sandbox’s messages')
    await openInbox.click()
    const drawer = page.getByRole('dialog', { name: say('沙箱短信收件箱', 'Messages of the sandbox') })
    const text = (await drawer.getByRole('listitem').first().textContent()) ?? ''
    await drawer.getByRole('button', { name: say('关闭', 'Close') }).click()
    await drawer.waitFor({ state: 'hidden' })
    return present(/(?:验证码|code)\D{0,20}(\d{6})(?!\d)/i.exec(text)?.[1], `a code in “${text}”`)
  }
  return {
    page,
    say,
    wrongs,
    enterPassword: async (login, typed = password) => {
      await page.getByRole('textbox', { name: say('用户名', 'User name') }).fill(login)
      await page.getByLabel(say('密码', 'Password'), { exact: true }).fill(typed)
      await button('登录', 'Sign in').click()
    },
    comeIn: async ({ zh, en }) => {
      await page.getByRole('button', { name: say(zh, en) }).click()
      await page.waitForURL(`${url}/`)
    },
    signOut: async ({ zh, en }) => {
      // What was said last goes away by itself; until then it may lie over the menu.
      await page.locator('.ant-message-notice').first().waitFor({ state: 'hidden' })
      await page.getByRole('button', { name: say(zh, en) }).click()
      await page.getByRole('menuitem', { name: say('退出', 'Sign out') }).click()
      await page.waitForURL(/\/sign-in$/)
    },
    readCode,
    stepUp,
    confirmByPhone: async () => {
      const dialog = stepUp()
      await dialog.getByRole('button', { name: say('发送验证码', 'Send a code') }).click()
      await dialog.getByRole('textbox').fill(await readCode())
      await dialog.getByRole('button', { name: say('确认', 'Confirm'), exact: true }).click()
      await dialog.waitFor({ state: 'hidden' })
    },
    barriers: async () => {
      // A colour on its way from one state to the next is nobody's contrast.
      const isStill = 'document.getAnimations().every((one) => !(one instanceof CSSTransition))'
      await expect.poll(() => page.evaluate(isStill)).toBe(true)
      return await barriersIn(page)
    },
    shot: async (name) => {
      if (!shots) return
      mkdirSync(shots, { recursive: true })
      await page.screenshot({ path: join(shots, `${name}-${look.width ?? 'wide'}-${look.language ?? 'zh-CN'}.png`) })
    },
  }
}

/** A laptop with a fingerprint reader; `touch` says whether somebody touches it whenever it asks. */
export async function fingerprintReader(page: Page): Promise<{ touch: (isTouched: boolean) => Promise<void> }> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    touch: async (isTouched) => {
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: isTouched })
    },
  }
}
