import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { isCommonPassword } from './commonPassword.ts'
import { hashPassword, isPassword, refuseWeakPassword } from './password.ts'

const context = ['wang.min', '云汇支付', 'Yunhui Pay', '王敏', 'Wang Min']

describe('a new password is refused', () => {
  test.each([
    ['lotus pond', 'identity.password_short'],
    ['a'.repeat(129), 'identity.password_short'],
    ['password1234', 'identity.password_known'],
    ['P@ssw0rd!2026', 'identity.password_known'],
    ['123456789012', 'identity.password_known'],
    ['qwertyuiopas', 'identity.password_known'],
    ['1qaz2wsx3edc', 'identity.password_known'],
    ['aaaaaaaaaaaa', 'identity.password_known'],
    ['abcabcabcabc', 'identity.password_known'],
    ['iloveyou2026!', 'identity.password_known'],
    ['woaizhongguo1949', 'identity.password_known'],
    ['dragondragon', 'identity.password_known'],
    ['Trustno1-2026!', 'identity.password_known'],
    ['mustang1967!!', 'identity.password_known'],
    ['woaini5201314', 'identity.password_known'],
    ['WoAiXiaoMing99', 'identity.password_known'],
    ['zhangwei19880512', 'identity.password_known'],
    ['ｚｈａｎｇｗｅｉ１９８８', 'identity.password_known'],
    ['li5hu@ng!1990', 'identity.password_known'],
    ['19880512198805', 'identity.password_known'],
    ['138-0013-8000!', 'identity.password_known'],
    ['110101198805121234', 'identity.password_known'],
    ['520131452013145', 'identity.password_known'],
    ['W@ngm1n-pay-77', 'identity.password_obvious'],
    ['wangmin@2026!!', 'identity.password_obvious'],
    ['YunhuiPay#2026', 'identity.password_obvious'],
    ['云汇支付1234567890', 'identity.password_obvious'],
  ])('%s: %s', (password, code) => {
    expect(() => refuseWeakPassword(password, context)).toThrow(expect.objectContaining({ code }))
  })

  test.each([
    'lotus pond at dusk',
    '荷塘月色与旧城墙上的麻雀',
    'Tr0ubadour-of-the-3rd-kind',
    'jb7%kq0!vXz2',
    'hetangyuesexialiangfeng',
    '739402615847',
  ])('%s is taken: no rule asks for signs or digits', (password) => {
    expect(() => refuseWeakPassword(password, context)).not.toThrow()
  })
})

test('a hash opens for its own password and no other, however the keyboard composed the letters', async () => {
  const w = await testWorld()
  const kept = await hashPassword(w, 'é — naïve café')
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(kept).not.toBe(await hashPassword(w, 'é — naïve café'))
  expect(await isPassword('e\u0301 — naïve cafe\u0301', kept)).toBe(true)
  expect(await isPassword('e — naive cafe', kept)).toBe(false)
  expect(await isPassword('é — naïve café', null)).toBe(false)
  expect(await isPassword('é — naïve café', 'a text that is no hash')).toBe(false)
})

test('every password of the published list of leaks is refused, and one of letters and digits with signs around it too', () => {
  const file = fileURLToPath(import.meta.resolve('@zxcvbn-ts/language-common/src/passwords.json'))
  const listed = (JSON.parse(readFileSync(file, 'utf8')) as string[]).filter(({ length }) => length >= 4)
  expect(listed.length).toBeGreaterThan(30_000)
  const decorated = (word: string) => (/^[a-z0-9]+$/.test(word) ? [word, word.toUpperCase(), `!!${word}##`] : [word])
  fc.assert(fc.property(fc.constantFrom(...listed).map(decorated), (all) => all.every(isCommonPassword)))
})

test('decoration does not make a common word a password', () => {
  const words = fc.constantFrom('password', 'welcome', 'dragon', 'letmein', 'woaini')
  fc.assert(
    fc.property(
      words,
      fc.stringMatching(/^[0-9!@#._-]{0,8}$/),
      fc.stringMatching(/^[0-9!#._-]{0,8}$/),
      (word, before, after) => isCommonPassword(`${before}${word}${after}`),
    ),
  )
})
