import { Secret, TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { minuteMs } from '../../src/base/time.ts'
import { identityFaults } from '../../src/identity/errors.ts'
import { noBrowser } from './chromium.ts'
import { type Desk, fingerprintReader, openOffices, password, people } from './office.ts'

const office = openOffices()
const wang = people['wang.min']
const chinese = { width: 'wide', language: 'zh-CN', mode: 'light' } as const
const english = { width: 'narrow', language: 'en', mode: 'dark' } as const

const button = ({ page, say }: Desk, zh: string, en: string) =>
  page.getByRole('button', { name: say(zh, en), exact: true })
const alert = ({ page, say }: Desk, zh: string, en: string) => page.getByRole('alert').getByText(say(zh, en))

/** The account page of somebody who came in by the sandbox's quick door. */
async function atAccount(desk: Desk): Promise<void> {
  await desk.comeIn(wang)
  await desk.page.goto(`${new URL(desk.page.url()).origin}/profile`)
  await desk.page.getByRole('heading', { name: desk.say('我的账户', 'My account') }).waitFor()
}

/** Adds a passkey from the account page, confirmed by a code. */
async function keepPasskey(desk: Desk, name: string): Promise<void> {
  await button(desk, '添加通行密钥', 'Add a passkey').click()
  await desk.page.getByRole('textbox', { name: desk.say('名称', 'Name') }).fill(name)
  await button(desk, '创建', 'Create').click()
  await desk.confirmByPhone()
  await desk.page.getByRole('button', { name: desk.say(`移除 ${name}`, `Remove ${name}`) }).waitFor()
}

/** Sets up an app from the secret on screen; answers what the app shows. */
async function keepApp(desk: Desk, now: () => number): Promise<() => string> {
  await button(desk, '设置动态口令', 'Set up an app').click()
  const dialog = desk.page.getByRole('dialog', { name: desk.say('设置动态口令', 'Set up an app') })
  await desk.confirmByPhone()
  const shown = await dialog.locator('code').textContent()
  const secret = Secret.fromBase32((shown ?? '').replace(/\s/g, ''))
  const code = (): string => new TOTP({ secret }).generate({ timestamp: now() })
  await dialog.getByRole('textbox').fill(code())
  await dialog.getByRole('button', { name: desk.say('启用', 'Switch on') }).click()
  await dialog.waitFor({ state: 'hidden' })
  return code
}

test.each([chinese, english])(
  'a passkey is the second factor after the password, confirms an act by touch, gets another name and is removed: $language $width',
  async (look) => {
    if (noBrowser) return console.log(`skipped: ${noBrowser}`)
    const { w, desk: sit } = await office('wang.min')
    const desk = await sit(look)
    const { page, say } = desk
    const reader = await fingerprintReader(page)
    // Nobody touches the reader while the door only offers; the password comes first.
    await reader.touch(false)
    await atAccount(desk)
    await reader.touch(true)
    await keepPasskey(desk, 'ThinkPad X1')
    await reader.touch(false)
    await desk.signOut(wang)
    await desk.enterPassword('wang.min')
    await page.getByRole('heading', { name: say('再确认一次是您本人', 'One more proof that it is you') }).waitFor()
    expect(await desk.barriers()).toEqual([])
    await desk.shot('second-passkey')
    await reader.touch(true)
    await button(desk, '用通行密钥登录', 'Sign in with a passkey').click()
    await page.getByRole('button', { name: say('王敏', 'Wang Min') }).waitFor()
    await page.goto(new URL('/profile', page.url()).href)
    await page.getByText(say('密码 + 通行密钥', 'Password + Passkey')).first().waitFor()

    await page.getByRole('button', { name: say('给 ThinkPad X1 改名', 'Rename ThinkPad X1') }).click()
    await page.getByRole('textbox', { name: say('名称', 'Name') }).fill(say('财务部笔记本', 'Finance laptop'))
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('改名', 'Rename'), exact: true })
      .click()
    const remove = page.getByRole('button', { name: say('移除 财务部笔记本', 'Remove Finance laptop') })
    await remove.waitFor()

    // Five minutes later the two factors of the sign-in are no longer fresh, so the act is confirmed by itself.
    w.pass(6 * minuteMs)
    await remove.click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('移除', 'Remove'), exact: true })
      .click()
    await page.locator('.ant-modal-confirm').waitFor({ state: 'hidden' })
    await desk.stepUp().getByText(say('移除“财务部笔记本”', 'Remove “Finance laptop”')).waitFor()
    expect(await desk.barriers()).toEqual([])
    await desk.shot('step-up-passkey')
    await button(desk, '用通行密钥确认', 'Confirm with a passkey').click()
    await page.getByText(say('还没有通行密钥', 'No passkey yet')).waitFor()
    expect(desk.wrongs.filter((wrong) => !/403/.test(wrong))).toEqual([])
  },
)

test('a phone is changed after the app’s code, a wrong one is said first, and the new number gets the codes', async () => {
  if (noBrowser) return console.log(`skipped: ${noBrowser}`)
  const { w, desk: sit } = await office('wang.min')
  const desk = await sit(chinese)
  const { page } = desk
  await atAccount(desk)
  const code = await keepApp(desk, w.now)
  w.pass(6 * minuteMs)
  await button(desk, '更换手机号', '').click()
  const dialog = page.getByRole('dialog', { name: '更换手机号' })
  await dialog.getByLabel('手机号码').fill('137 6432 1098')
  await dialog.getByRole('button', { name: '发送验证码' }).click()
  const field = desk.stepUp().getByRole('textbox', { name: '动态口令' })
  const right = code()
  await field.fill(right === '000000' ? '111111' : '000000')
  const confirm = desk.stepUp().getByRole('button', { name: '确认', exact: true })
  await confirm.click()
  await alert(desk, '验证码不正确', '').waitFor()
  expect(await desk.barriers()).toEqual([])
  await desk.shot('step-up-app')
  await field.fill(right)
  await confirm.click()
  await desk.stepUp().waitFor({ state: 'hidden' })
  await dialog.getByRole('textbox', { name: '发到 137****1098 的验证码' }).fill(await desk.readCode())
  expect(await desk.barriers()).toEqual([])
  await dialog.getByRole('button', { name: '确认手机号' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('手机号 137****1098').waitFor()
  expect(await page.getByText('139****8001').count()).toBe(0)
})

test('a weak password is refused in words, a good one ends the other sessions and is the one that opens', async () => {
  if (noBrowser) return console.log(`skipped: ${noBrowser}`)
  const { desk: sit } = await office('wang.min')
  const [desk, other] = [await sit(english), await sit(chinese)]
  await other.comeIn(wang)
  await atAccount(desk)
  const { page } = desk
  await button(desk, '', 'Change password').click()
  const dialog = page.getByRole('dialog', { name: 'Change password' })
  const save = dialog.getByRole('button', { name: 'Save' })
  const attempt = async (next: string): Promise<void> => {
    await dialog.getByLabel('Current password').fill(password)
    await dialog.getByLabel('New password').fill(next)
    await dialog.getByLabel('Once more').fill(next)
    await save.click()
  }
  await attempt('short one')
  await alert(desk, '', 'a password has at least 12 characters').waitFor()
  expect(await desk.barriers()).toEqual([])
  await desk.shot('password-weak')
  await attempt('password12345')
  await alert(desk, '', identityFaults.passwordKnown.row.en).waitFor()
  await attempt('wang.min.2026')
  const { passwordKnown, passwordObvious } = identityFaults
  await alert(desk, '', passwordObvious.row.en)
    .or(alert(desk, '', passwordKnown.row.en))
    .waitFor()
  await attempt('seven cranes over a quiet harbour')
  await desk.confirmByPhone()
  await dialog.waitFor({ state: 'hidden' })

  // Whoever was signed in elsewhere is out at the next click, is told why, and comes back to where they were going.
  await other.page.getByRole('link', { name: '结算' }).first().click()
  await other.page.getByText('您的会话已结束').waitFor()
  expect(await other.barriers()).toEqual([])
  await other.enterPassword('wang.min')
  await alert(other, '用户名或密码不正确', '').waitFor()
  await other.enterPassword('wang.min', 'seven cranes over a quiet harbour')
  await other.page.getByRole('heading', { name: '再确认一次是您本人' }).waitFor()
})

test('sessions are listed with their device, and the one that is ended is out at its next click', async () => {
  if (noBrowser) return console.log(`skipped: ${noBrowser}`)
  const { desk: sit } = await office('wang.min')
  const [desk, phone] = [await sit(chinese), await sit(english)]
  await phone.comeIn(wang)
  await atAccount(desk)
  const ends = desk.page.getByRole('button', { name: /^退出 Chrome/ })
  await expect.poll(() => ends.count()).toBe(2)
  expect(await desk.barriers()).toEqual([])
  await desk.shot('sessions')
  expect(await ends.nth(0).isDisabled()).not.toBe(await ends.nth(1).isDisabled())
  await ends.and(desk.page.locator(':enabled')).click()
  await desk.page.getByText('已退出 1 个会话').waitFor()
  await expect.poll(() => ends.count()).toBe(1)
  await phone.page.getByRole('button', { name: 'Menu' }).click()
  await phone.page.getByRole('link', { name: 'Settlement' }).first().click()
  await phone.page.getByText('Your session is over').waitFor()
  expect(await phone.barriers()).toEqual([])
  await phone.shot('session-over')
  expect(await desk.page.getByRole('heading', { name: '我的账户' }).isVisible()).toBe(true)
})
