import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'

// For tests in a real browser: Debian's Chromium when the machine has one.

const chromiumPath = '/usr/bin/chromium'
const zbarPath = '/usr/bin/zbarimg'

/** Why tests in a browser do not run on this machine; null when they do. Give it to `context.skip`. */
export const noBrowser: string | null = existsSync(chromiumPath)
  ? null
  : `${chromiumPath} is not installed: no test in a browser (Debian: apt-get install chromium fonts-noto-cjk)`

/** `wide` is a desk, `narrow` a phone with a finger. */
export type Look = { width?: 'wide' | 'narrow'; language?: 'zh-CN' | 'en'; mode?: 'light' | 'dark' }

/** A page with what went wrong on it: script errors, refused resources, failed requests to our own servers. */
export type Window = { page: Page; wrongs: string[] }

const sizes = { wide: { width: 1280, height: 900 }, narrow: { width: 390, height: 844 } }
const options = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A browser that closes with the test. */
export async function openBrowser(): Promise<Browser> {
  const browser = await browserForFile()
  onTestFinished(() => browser.close())
  return browser
}

/** One for all tests of a file, which closes it. */
export const browserForFile = (): Promise<Browser> => chromium.launch({ executablePath: chromiumPath, args: options })

/** A window of its own, with nothing remembered, as one kind of reader sees it. */
export async function openWindow(
  browser: Browser,
  { width = 'wide', language = 'zh-CN', mode = 'light' }: Look = {},
): Promise<Window> {
  const isNarrow = width === 'narrow'
  const context = await browser.newContext({
    viewport: sizes[width],
    locale: language,
    colorScheme: mode,
    timezoneId: 'Asia/Shanghai',
    hasTouch: isNarrow,
    isMobile: isNarrow,
    deviceScaleFactor: isNarrow ? 2 : 1,
  })
  const page = await context.newPage()
  return { page, wrongs: wrongsOf(page) }
}

/** Collects what a person would see in the browser's console as errors. */
export function wrongsOf(page: Page): string[] {
  const wrongs: string[] = []
  page.on('pageerror', (error) => wrongs.push(error.message))
  page.on('console', (line) => {
    if (line.type() === 'error') wrongs.push(line.text())
  })
  return wrongs
}

/** What zbarimg reads in a picture, a code a line; null when zbarimg is not installed. */
export async function codesIn(file: string): Promise<string[] | null> {
  if (!existsSync(zbarPath)) return null
  const { stdout } = await promisify(execFile)(zbarPath, ['--quiet', '--raw', file]).catch(() => ({ stdout: '' }))
  return stdout.split('\n').filter(Boolean)
}

/** Where the page breaks WCAG 2.2 AA as far as axe can tell: rule and place, empty when nowhere. */
export async function barriersIn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}
