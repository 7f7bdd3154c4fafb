import { expect, test } from 'vitest'
import { minuteMs } from '../../src/base/time.ts'
import { openCatalogue } from '../../src/consent/catalogue.ts'
import { tokenise } from '../../src/vault/tokenise.ts'
import { transaction } from '../../src/world/command.ts'
import { noBrowser } from './chromium.ts'
import { directory } from './directory.ts'
import { type Desk, fingerprintReader, openOffices, password, people } from './office.ts'

const office = openOffices()
const boss = people['xu.li']
const chinese = { width: 'wide', language: 'zh-CN', mode: 'light' } as const
const english = { width: 'narrow', language: 'en', mode: 'dark' } as const
const originOf = ({ page }: Desk): string => new URL(page.url()).origin

/** Presses Tab until what has the focus is called so; fails when it never comes. */
async function tabTo({ page }: Desk, role: 'button' | 'textbox' | 'radio', name: string): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: true })
  for (let presses = 0; presses < 30; presses++) {
    await page.keyboard.press('Tab')
    if ((await wanted.and(page.locator(':focus')).count()) > 0) return
  }
  throw new Error(`the keyboard never came to ${name}`)
}

test('somebody signs in with keys alone; a button at work keeps its name and says that it is busy', async () => {
  if (noBrowser) return console.log(`skipped: ${noBrowser}`)
  const { desk: sit } = await office('wang.min')
  const desk = await sit(chinese)
  const { page } = desk
  await page.getByRole('button', { name: '王敏' }).waitFor()
  await tabTo(desk, 'textbox', '用户名')
  await page.keyboard.type('wang.min')
  await page.keyboard.press('Tab')
  await page.keyboard.type('lotus pond at dawn')
  // The answer is held back for as long as we look at the button.
  let letGo = (): void => undefined
  const held = new Promise<void>((done) => {
    letGo = done
  })
  await page.route('**/v1/sign-ins', async (asked) => held.then(() => asked.continue()), { times: 1 })
  await page.keyboard.press('Enter')
  const go = page.getByRole('button', { name: '登录', exact: true })
  await expect.poll(() => go.getAttribute('aria-busy')).toBe('true')
  expect(await desk.barriers()).toEqual([])
  letGo()
  await page.getByRole('alert').getByText('用户名或密码不正确').waitFor()
  await expect.poll(() => go.getAttribute('aria-busy')).toBe(null)
  await page.keyboard.press('Control+A')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '再确认一次是您本人' }).waitFor()
  await tabTo(desk, 'button', '发送验证码')
  await page.keyboard.press('Enter')
  const field = page.getByRole('textbox', { name: '发到 139****8001 的验证码' })
  await field.waitFor()
  const code = await desk.readCode()
  await field.focus()
  await page.keyboard.type(code === '000000' ? '111111' : '000000')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('验证码不正确').waitFor()
  await page.keyboard.press('Control+A')
  await page.keyboard.type(code)
  await tabTo(desk, 'button', '登录')
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: '王敏' }).waitFor()
})

test('another code may be asked for when the minute is over, and from then on only the new one opens', async () => {
  if (noBrowser) return console.log(`skipped: ${noBrowser}`)
  const { w, desk: sit } = await office('wang.min')
  const desk = await sit(english)
  const { page } = desk
  await page.clock.install({ time: w.now() })
  await page.reload()
  await desk.enterPassword('wang.min')
  await page.getByRole('button', { name: 'Send a code' }).click()
  const wait = page.getByRole('button', { name: /^Send again in \d+ s$/ })
  await wait.waitFor()
  expect(await wait.isDisabled()).toBe(true)
  expect(await desk.barriers()).toEqual([])
  await desk.shot('resend-wait')
  w.pass(61_000)
  await page.clock.fastForward(61_000)
  const again = page.getByRole('button', { name: 'Send again', exact: true })
  await expect.poll(() => again.isEnabled()).toBe(true)
  const old = await desk.readCode()
  await again.click()
  await wait.waitFor()
  await page.getByRole('textbox').fill(old)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('alert').getByText('the code is wrong').waitFor()
  await page.clock.fastForward(3_000)
  await expect.poll(() => desk.readCode(), { timeout: 15_000 }).not.toBe(old)
  await page.getByRole('textbox').fill(await desk.readCode())
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('button', { name: 'Wang Min' }).waitFor()
})

test.each([chinese, english])(
  'ten wrong passwords lock the name for half an hour, the right one too, and the screen says for how long: $language',
  async (look) => {
    if (noBrowser) return console.log(`skipped: ${noBrowser}`)
    const { w, desk: sit } = await office('wang.min')
    const desk = await sit(look)
    const { page, say } = desk
    const refused = say('用户名或密码不正确', 'the user name or the password is wrong')
    for (let tries = 0; tries < 10; tries++) {
      const answer = page.waitForResponse('**/v1/sign-ins')
      await desk.enterPassword('wang.min', `lotus pond at dawn ${tries}`)
      await answer
      await page.getByRole('alert').getByText(refused).waitFor()
    }
    await desk.enterPassword('wang.min')
    const locked = say(
      '失败次数过多，已锁定，请 30 分钟后再试',
      'too many failed tries: locked, try again in 30 minutes',
    )
    await page.getByRole('alert').getByText(locked).waitFor()
    expect(await desk.barriers()).toEqual([])
    await desk.shot('locked')
    w.pass(31 * minuteMs)
    await desk.enterPassword('wang.min')
    await page.getByRole('heading', { name: say('再确认一次是您本人', 'One more proof that it is you') }).waitFor()
  },
)

test('an administrator invites a colleague, who comes in by the link, enrols before anything opens, and keeps the last passkey', async () => {
  if (noBrowser) return console.log(`skipped: ${noBrowser}`)
  const { desk: sit } = await office('xu.li')
  const [desk, guest] = [await sit(chinese), await sit(english)]
  const { page } = desk
  await desk.comeIn(boss)
  await page.goto(`${originOf(desk)}/users`)
  await page.getByRole('button', { name: '邀请用户' }).click()
  const form = page.getByRole('dialog', { name: '邀请用户' })
  await form.getByLabel('中文名').fill('陈思远')
  await form.getByLabel('英文名').fill('Chen Siyuan')
  await form.getByLabel('角色').click()
  await page.getByTitle('财务').last().click()
  expect(await desk.barriers()).toEqual([])
  await form.getByRole('button', { name: '生成链接' }).click()
  await desk.stepUp().getByText('邀请 陈思远：财务').waitFor()
  await desk.confirmByPhone()
  const shown = page.getByRole('dialog', { name: '邀请链接' })
  const link = (await shown.locator('code').textContent()) ?? ''
  expect(await desk.barriers()).toEqual([])
  await desk.shot('invitation-link')

  const reader = await fingerprintReader(guest.page)
  await guest.page.goto('about:blank')
  await guest.page.goto(link)
  await guest.page.getByText('Chen Siyuan, you are invited to join').waitFor()
  expect(await guest.barriers()).toEqual([])
  await guest.shot('invited')
  await guest.page.getByRole('button', { name: 'Accept and enter' }).click()
  await guest.page.getByText('One step is left').waitFor()
  expect(await guest.barriers()).toEqual([])
  await guest.shot('enrol')
  expect((await guest.page.request.get(`${originOf(guest)}/v1/payments`)).status()).toBe(403)
  await guest.page.getByRole('button', { name: 'Add a passkey' }).click()
  await guest.page.getByRole('button', { name: 'Create', exact: true }).click()
  const remove = guest.page.getByRole('button', { name: /^Remove Chrome/ })
  await remove.waitFor()
  expect(await remove.isDisabled()).toBe(true)
  await guest.page.getByText('enrol another').or(guest.page.getByText('before you remove it')).first().waitFor()
  expect(await guest.barriers()).toEqual([])
  expect((await guest.page.request.get(`${originOf(guest)}/v1/payments`)).status()).toBe(200)
  await reader.touch(false)
  await guest.signOut({ zh: '陈思远', en: 'Chen Siyuan' })
  await reader.touch(true)
  await guest.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await guest.page.getByRole('button', { name: 'Chen Siyuan' }).waitFor()
  // The link is worth nothing any more.
  await guest.page.goto('about:blank')
  await guest.page.goto(link)
  await guest.page.getByRole('alert').getByText('was used or has expired').waitFor()
})

test('an administrator switches single sign-on on, and a person of the directory comes in by its button', async () => {
  if (noBrowser) return console.log(`skipped: ${noBrowser}`)
  const { w, url, desk: sit } = await office('xu.li', 'wang.min')
  w.network((address, init) => fetch(address, init))
  const { issuer } = await directory(`${url}/sign-in/back`, { sub: 'u-1001', email: 'min.wang@yunhui.example' })
  const [desk, guest] = [await sit(chinese), await sit(english)]
  const { page } = desk
  await desk.comeIn(boss)
  await page.goto(`${url}/users`)
  await page.getByRole('button', { name: '王敏' }).click()
  const card = page.getByRole('dialog', { name: '王敏' })
  await card.getByLabel('设置邮箱').fill('min.wang@yunhui.example')
  await card.getByRole('button', { name: '设置邮箱' }).click()
  await desk.stepUp().getByText('王敏 的邮箱：min.wang@yunhui.example').waitFor()
  await desk.confirmByPhone()
  await card.getByText('@yunhui.example').first().waitFor()
  w.pass(2 * minuteMs)
  await page.goto(`${url}/sign-on`)
  await page.getByRole('switch', { name: '启用' }).click()
  await page.getByLabel('签发方地址').fill(issuer)
  await page.getByLabel('客户端 ID').fill('covenant')
  await page.getByLabel('客户端密钥').fill('a-secret-of-the-directory-of-people')
  await page.getByLabel('按钮文字（中文）').fill('用云汇统一身份登录')
  await page.getByLabel('按钮文字（英文）').fill('Sign in with Yunhui')
  await page.getByRole('button', { name: '保存' }).click()
  await desk.confirmByPhone()
  await page.getByText('已启用').waitFor()
  await page.getByRole('button', { name: '测试连接' }).click()
  await page.getByText('登录服务回答正常').waitFor()
  expect(await desk.barriers()).toEqual([])
  await desk.shot('sign-on-settings')

  await guest.page.reload()
  const button = guest.page.getByRole('button', { name: 'Sign in with Yunhui' })
  await button.waitFor()
  expect(await button.count()).toBe(1)
  expect(await guest.barriers()).toEqual([])
  await guest.shot('sign-on-button')
  await button.click()
  await guest.page.getByRole('button', { name: 'Continue as min.wang@yunhui.example' }).click()
  await guest.page.waitForURL(`${url}/`)
  await guest.page.getByRole('button', { name: 'Wang Min' }).waitFor()
  await guest.page.goto(`${url}/profile`)
  await guest.page.getByRole('main').getByText('Single sign-on').first().waitFor()
})

test('a card number is shown after a reason and a confirmation bound to both, and hides again by itself', async () => {
  if (noBrowser) return console.log(`skipped: ${noBrowser}`)
  const { w, url, desk: sit } = await office('zhao.yiming')
  await transaction(w, openCatalogue)
  const number = '6222021234567890128'
  const card = { tenant: 'institution', kind: 'card', value: number, subject: 'csm_of_the_dispute' } as const
  const { token, masked } = await transaction(w, (i) => tokenise(i, card))
  const desk = await sit(english)
  const { page } = desk
  await page.clock.install({ time: w.now() })
  await desk.comeIn(people['zhao.yiming'])
  await page.goto(`${url}/vault/${token}`)
  await page.getByRole('button', { name: 'Reveal' }).click()
  const dialog = page.getByRole('dialog', { name: 'Reveal the value' })
  await dialog.getByLabel('Reason').fill('Check the card of dispute D-2207')
  await dialog.getByRole('button', { name: 'Reveal' }).click()
  await desk.stepUp().getByText(`See the value of ${masked}. Reason: Check the card of dispute D-2207`).waitFor()
  await desk.confirmByPhone()
  await dialog.getByRole('status').getByText(number).waitFor()
  await dialog.getByText('Hidden again in').waitFor()
  expect(await desk.barriers()).toEqual([])
  await page.clock.fastForward(61_000)
  await dialog.getByText('The value is hidden again').waitFor()
  expect(await page.content()).not.toContain(number)
  expect(await desk.barriers()).toEqual([])
  await desk.shot('reveal-over')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await page.getByText('Check the card of dispute D-2207').first().waitFor()
})

test('an administrator sees the console as a role without becoming it', async () => {
  if (noBrowser) return console.log(`skipped: ${noBrowser}`)
  const { url, desk: sit } = await office('xu.li')
  const desk = await sit(chinese)
  const { page } = desk
  await desk.comeIn(boss)
  await page.goto(`${url}/roles`)
  await page.getByRole('button', { name: '财务' }).first().click()
  const view = page.getByRole('dialog', { name: '以“财务”的眼睛看' })
  await view.getByText('只是查看，不会变成这个角色').waitFor()
  const lists = view.getByRole('list')
  await expect.poll(() => lists.nth(0).textContent()).toContain('支付')
  for (const shut of ['保险库', '授权台账', '个人信息请求', '保存与删除', '用户', '单点登录'])
    expect(await lists.nth(1).textContent()).toContain(shut)
  expect(await desk.barriers()).toEqual([])
  await desk.shot('see-as')
  expect(((await (await page.request.get(`${url}/v1/me`)).json()) as { role: string }).role).toBe('administrator')
})
