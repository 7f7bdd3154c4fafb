import { expect, test } from 'vitest'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { dayMs, hourMs, minuteMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { addMethod } from './addMethod.ts'
import { makeDefault } from './defaultMethod.ts'
import { expireMethods } from './expireMethods.ts'
import { savedMethods } from './find.ts'
import type { MethodKind } from './method.ts'
import { removeMethod } from './removeMethod.ts'
import { reveal, revealsAnHour, searchToken } from './reveal.ts'
import { shred } from './shred.ts'
import { answerChallenge, beginVerification } from './verifyMethod.ts'

const holder = 'con_1'
const visa = '4111111111111111'
const union = '6222020200112233009'
const add = (
  w: World,
  number = visa,
  kind: MethodKind = 'credit_card',
  expires: string | null = '2029-12',
  whose = holder,
) =>
  addMethod(w, { tenant: 'institution', holder: whose }, { kind, number, expires, issuer: '招商银行', label: '工资卡' })
const verified = async (w: TestWorld, number: string, kind: MethodKind = 'credit_card') => {
  w.pass(1)
  const method = await add(w, number, kind, kind === 'credit_card' ? '2029-12' : null)
  await beginVerification(w, holder, method.id, 'provider')
  return method.id
}

test('a card is saved masked, verified by the provider, and the first one becomes the default', async () => {
  const w = await testWorld()
  const added = await add(w)
  expect(added).toMatchObject({ masked: '411111 •••••• 1111', state: 'unverified', isDefault: false })
  await expect(makeDefault(w, holder, added.id)).rejects.toMatchObject({ code: 'vault.method_state' })
  const begun = await beginVerification(w, holder, added.id, 'provider')
  expect(begun).toMatchObject({
    outcome: 'verified',
    method: { state: 'active', isDefault: true, verifiedBy: 'provider' },
  })
})

test('the default changes hands one at a time, and its heir is the newest active method', async () => {
  const w = await testWorld()
  const [one, two, three] = [
    await verified(w, visa),
    await verified(w, '5555555555554444'),
    await verified(w, '378282246310005'),
  ]
  await Promise.all([makeDefault(w, holder, two), makeDefault(w, holder, three), makeDefault(w, holder, two)])
  expect((await savedMethods(w, holder)).filter(({ isDefault }) => isDefault)).toHaveLength(1)
  await makeDefault(w, holder, two)
  await removeMethod(w, holder, two)
  expect((await savedMethods(w, holder)).map(({ id, isDefault }) => [id, isDefault])).toEqual([
    [three, true],
    [one, false],
  ])
})

test('a small amount is answered within three tries, a code within five minutes; then the method is refused', async () => {
  const w = await testWorld()
  const account = await add(w, '6222000012345678', 'bank_account', null)
  const begun = await beginVerification(w, holder, account.id, 'small_amount')
  if (begun.outcome !== 'asked') throw new Error('an amount is asked for')
  const right = begun.sandboxAnswer ?? ''
  const wrong = right === '1' ? '2' : '1'
  await expect(answerChallenge(w, holder, account.id, wrong)).rejects.toMatchObject({ code: 'vault.answer_wrong' })
  await expect(answerChallenge(w, holder, account.id, wrong)).rejects.toMatchObject({ values: { left: '1' } })
  await expect(answerChallenge(w, holder, account.id, wrong)).rejects.toMatchObject({
    code: 'vault.verification_refused',
  })
  await expect(answerChallenge(w, holder, account.id, right)).rejects.toMatchObject({ code: 'vault.no_challenge' })
  expect((await savedMethods(w, holder))[0]?.state).toBe('refused')

  const wallet = await add(w, '13800138000', 'wallet', null)
  const coded = await beginVerification(w, holder, wallet.id, 'code')
  if (coded.outcome !== 'asked') throw new Error('a code is asked for')
  w.pass(5 * minuteMs + 1)
  await expect(answerChallenge(w, holder, wallet.id, coded.sandboxAnswer ?? '')).rejects.toMatchObject({
    code: 'vault.challenge_expired',
  })
  const again = await beginVerification(w, holder, wallet.id, 'code')
  const code = again.outcome === 'asked' ? (again.sandboxAnswer ?? '') : ''
  expect(await answerChallenge(w, holder, wallet.id, code)).toMatchObject({ state: 'active', verifiedBy: 'code' })
})

test('of 10 wrong answers at once no more than the allowed ones are tried', async () => {
  const w = await testWorld()
  const wallet = await add(w, '13800138000', 'wallet', null)
  const begun = await beginVerification(w, holder, wallet.id, 'code')
  const right = begun.outcome === 'asked' ? Number(begun.sandboxAnswer) : 0
  const tries = Array.from({ length: 10 }, (_, n) => String((right + n + 1) % 1_000_000).padStart(6, '0'))
  const said = await Promise.all(
    tries.map((code) => answerChallenge(w, holder, wallet.id, code).catch((error: { code: string }) => error.code)),
  )
  expect(said.filter((code) => code === 'vault.answer_wrong')).toHaveLength(4)
  expect(said.filter((code) => code === 'vault.verification_refused')).toHaveLength(1)
  expect(said.filter((code) => code === 'vault.no_challenge')).toHaveLength(5)
})

test('starting over and over is limited, and a card the bank does not know is refused', async () => {
  const w = await testWorld()
  const bad = await add(w, '4000000000000002')
  expect(await beginVerification(w, holder, bad.id, 'provider')).toMatchObject({ outcome: 'refused' })
  const wallet = await add(w, '13800138000', 'wallet', null)
  for (let start = 0; start < 4; start++) await beginVerification(w, holder, wallet.id, 'code')
  await expect(beginVerification(w, holder, wallet.id, 'code')).rejects.toMatchObject({
    code: 'vault.too_many_verifications',
  })
  w.pass(hourMs)
  expect(await beginVerification(w, holder, wallet.id, 'code')).toMatchObject({ outcome: 'asked' })
})

test('a card is good to the end of its last month in Shanghai and expired by the job after it', async () => {
  const w = await testWorld({ at: '2026-07-31T15:59:00Z' })
  const id = await verified(w, visa)
  await w.db.pool.query(`update vault.method set expires = '2026-07'`)
  expect(await expireMethods(w)).toBe(0)
  w.pass(2 * minuteMs) // one past midnight in Shanghai
  expect(await expireMethods(w)).toBe(1)
  expect(await savedMethods(w, holder)).toMatchObject([{ id, state: 'expired', isDefault: false }])
  await expect(add(w, union, 'credit_card', '2026-07')).rejects.toMatchObject({ code: 'vault.card_expired' })
})

test('another holder’s method does not exist for me, and the same card twice is refused until it was removed', async () => {
  const w = await testWorld()
  const mine = await add(w)
  for (const attempt of [
    () => makeDefault(w, 'con_2', mine.id),
    () => removeMethod(w, 'con_2', mine.id),
    () => beginVerification(w, 'con_2', mine.id, 'provider'),
    () => answerChallenge(w, 'con_2', mine.id, '1'),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: 'vault.method_not_found', status: 404 })
  await expect(add(w, '4111-1111-1111-1111')).rejects.toMatchObject({ code: 'vault.method_twice' })
  expect((await add(w, visa, 'credit_card', '2029-12', 'con_2')).token).toBe(mine.token)
  await removeMethod(w, holder, mine.id)
  expect((await add(w)).id).not.toBe(mine.id)
})

test('shredding a holder removes what their methods showed', async () => {
  const w = await testWorld()
  await verified(w, visa)
  await transaction(w, (i) => shred(i, holder))
  expect(await savedMethods(w, holder)).toEqual([])
  const { rows } = await w.db.pool.query('select masked, label, state from vault.method')
  expect(rows).toEqual([{ masked: '—', label: '', state: 'removed' }])
})

const officer = { id: 'usr_1', name: '沈知行', org: 'institution' }

test('a reveal is written down with its reason before the value is seen, and at most twenty an hour are allowed', async () => {
  const w = await testWorld()
  const { token } = await add(w)
  const all = await Promise.all(
    Array.from({ length: revealsAnHour + 5 }, () =>
      reveal(w, officer, token, '核对争议案件 D-2207').then(
        ({ value }) => value,
        (error: { code: string }) => error.code,
      ),
    ),
  )
  expect(all.filter((said) => said === visa)).toHaveLength(revealsAnHour)
  expect(all.filter((said) => said === 'vault.too_many_reveals')).toHaveLength(5)
  const { rows } = await w.db.pool.query(`select actor_name, reason from vault.reveal`)
  expect(rows).toHaveLength(revealsAnHour)
  expect(rows[0]).toEqual({ actor_name: '沈知行', reason: '核对争议案件 D-2207' })
  w.pass(dayMs)
  expect((await reveal(w, officer, token, '次日复核')).value).toBe(visa)
})

test('another tenant finds neither token nor value, and a reason with a card number in it is refused', async () => {
  const w = await testWorld()
  const { token } = await add(w)
  const stranger = { ...officer, org: 'mer_1' }
  await expect(reveal(w, stranger, token, '看一下')).rejects.toMatchObject({
    code: 'vault.token_not_found',
    status: 404,
  })
  await expect(reveal(w, officer, token, `客户卡号 ${visa}`)).rejects.toMatchObject({ code: 'vault.reason_personal' })
  expect(await searchToken(w, stranger, 'card', visa)).toBeNull()
  expect((await searchToken(w, officer, 'card', '4111 1111 1111 1111'))?.id).toBe(token)
  const { rows } = await w.db.pool.query(`select facts from world.record where act = 'vault.search'`)
  expect(JSON.stringify(rows)).not.toContain('1111')
})
