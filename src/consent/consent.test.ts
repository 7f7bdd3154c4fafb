import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { addDays, type Day, dayMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import type { Inside } from '../world/world.ts'
import { answersFor } from './answersFor.ts'
import { openCatalogue } from './catalogue.ts'
import { type Consent, receiptDigest } from './consent.ts'
import { definePurpose, nameRecipient, publishText } from './editCatalogue.ts'
import { consentsBy, purposeById, textsInForce } from './find.ts'
import { type Given, giveConsent, giveConsentsTogether } from './giveConsent.ts'
import { guard } from './guard.ts'
import { mayRecommend, mayUse } from './mayUse.ts'
import type { Recipient } from './recipient.ts'
import { allowUse, refuseUse, restrictUse } from './refuseUse.ts'
import { isGuarded } from './ward.ts'
import { withdrawConsent } from './withdrawConsent.ts'

const wang = 'con_01k5xg3v0000000000000000wa'
const shen = 'con_01k5xg3v0000000000000000sh'
const how = { place: 'privacy-centre', language: 'zh-CN', session: 'ses_1', proof: null, ip: '203.0.113.7' }
const bank: Recipient = {
  id: 'rcp_teahouse',
  name: { zh: '西湖茶会俱乐部', en: 'West Lake Tea Club' },
  terms: {
    contact: 'privacy@teaclub.example',
    purpose: { zh: '会员权益', en: 'Member benefits' },
    method: { zh: '每月加密文件', en: 'A sealed file a month' },
    categories: ['monthly-spending', 'identity', 'repayment'],
    affiliate: null,
  },
  licence: null,
  active: true,
}
const bureau: Recipient = {
  ...bank,
  id: 'rcp_bureau',
  name: { zh: '百行征信', en: 'Baihang Credit' },
  licence: '征信许可 001',
}

async function house() {
  const w = await testWorld()
  await transaction(w, async (i) => {
    await openCatalogue(i)
    await nameRecipient(i, bank, false)
    await nameRecipient(i, bureau, false)
  })
  const inside = <T>(work: (i: Inside) => Promise<T>): Promise<T> => transaction(w, work)
  const textOf = async (purpose: string): Promise<string> =>
    (await textsInForce(w, w.now())).find((text) => text.purpose === purpose)?.digest ?? ''
  const given = async (purpose: string, scopes: string[], more: Partial<Given> = {}): Promise<Given> => ({
    subject: wang,
    by: more.subject ?? wang,
    purpose,
    scopes,
    recipient: null,
    text: await textOf(purpose),
    form: 'tap',
    how,
    ...more,
  })
  const give = async (purpose: string, scopes: string[], more: Partial<Given> = {}): Promise<Consent> => {
    const asked = await given(purpose, scopes, more)
    return await inside((i) => giveConsent(i, asked))
  }
  return { w, inside, give, given }
}
const offers = { subject: wang, purpose: 'marketing', scope: 'phone' }
const sharing = { subject: wang, purpose: 'data_sharing', scope: 'monthly-spending', recipient: bank.id }

test('what nobody agreed to may not be used, and what is unknown may not either', async () => {
  const { w, give } = await house()
  expect(await mayUse(w, offers)).toBe(false)
  await give('marketing', ['phone'])
  expect(await mayUse(w, offers)).toBe(true)
  expect(await mayUse(w, { ...offers, scope: 'orders' })).toBe(false)
  expect(await mayUse(w, { ...offers, subject: shen })).toBe(false)
  expect(await mayUse(w, { ...offers, purpose: 'profiling' })).toBe(false)
  expect(await mayUse(w, { ...offers, recipient: bank.id })).toBe(false)
})

test('a withdrawal counts for the very next question, however many ask at once, and payments go on', async () => {
  const { w, inside, give } = await house()
  const { id } = await give('marketing', ['phone'])
  let isWithdrawn = false
  const late: boolean[] = []
  const asking = Array.from({ length: 8 }, async () => {
    for (let turn = 0; turn < 40; turn++) {
      const asksAfter = isWithdrawn
      const may = await mayUse(w, offers)
      if (asksAfter) late.push(may)
    }
  })
  await inside((i) => withdrawConsent(i, id, wang))
  isWithdrawn = true
  await Promise.all(asking)
  late.push(await mayUse(w, offers))
  expect(new Set(late)).toEqual(new Set([false]))
  expect(await mayUse(w, { subject: wang, purpose: 'payment', scope: 'orders' })).toBe(true)
})

test('withdrawing twice is once, and nobody withdraws for another', async () => {
  const { w, inside, give } = await house()
  const { id } = await give('marketing', ['phone'])
  await expect(inside((i) => withdrawConsent(i, id, shen))).rejects.toMatchObject({ code: 'consent.not_found' })
  const first = await inside((i) => withdrawConsent(i, id, wang))
  w.pass(dayMs)
  expect(await inside((i) => withdrawConsent(i, id, wang))).toEqual(first)
  const { rows } = await w.db.pool.query(`select count(*)::int as n from world.record where act = 'consent.withdrawn'`)
  expect(rows).toEqual([{ n: 1 }])
})

test('of consents given at the same time one is in force, and the same given again is the same', async () => {
  const { w, give } = await house()
  const all = await Promise.all(Array.from({ length: 6 }, () => give('marketing', ['phone'])))
  expect(new Set(all.map(({ id }) => id)).size).toBe(1)
  const found = await consentsBy(w, { subject: wang, state: 'in_force' }, '', 10)
  expect(found).toHaveLength(1)
  expect((await give('marketing', ['phone'])).id).toBe(found[0]?.id)
  w.pass(1)
  const wider = await give('marketing', ['phone', 'orders'])
  expect((await consentsBy(w, { subject: wang }, '', 10)).map(({ id, state }) => [id, state])).toEqual([
    [wider.id, 'in_force'],
    [found[0]?.id, 'replaced'],
  ])
})

test('new words void what was agreed to before, from the moment they take effect', async () => {
  const { w, inside, give, given } = await house()
  await give('marketing', ['phone'])
  const old = await given('marketing', ['phone'])
  const words = { zh: '每月不超过八条。', en: 'At most eight a month.' }
  await inside((i) => publishText(i, 'marketing', words, w.now() + dayMs))
  expect(await mayUse(w, offers)).toBe(true)
  w.pass(dayMs)
  expect(await mayUse(w, offers)).toBe(false)
  expect((await consentsBy(w, { subject: wang }, '', 1))[0]?.state).toBe('outdated')
  await expect(inside((i) => giveConsent(i, old))).rejects.toMatchObject({ code: 'consent.text_outdated' })
  await give('marketing', ['phone'])
  expect(await mayUse(w, offers)).toBe(true)
})

test.each([
  ['contact', { terms: { ...bank.terms, contact: 'new@teaclub.example' } }],
  ['name', { name: { zh: '新名称', en: 'New name' } }],
  ['purpose', { terms: { ...bank.terms, purpose: { zh: '放贷', en: 'Lending' } } }],
  ['method', { terms: { ...bank.terms, method: { zh: '接口', en: 'An interface' } } }],
  ['categories', { terms: { ...bank.terms, categories: ['monthly-spending', 'phone'] } }],
  ['standing', { active: false }],
])('a changed %s of the recipient voids the consent to share (PIPL 23)', async (_, change) => {
  const { w, inside, give } = await house()
  await give('data_sharing', ['monthly-spending'], { recipient: bank.id })
  expect(await mayUse(w, sharing)).toBe(true)
  await inside((i) => nameRecipient(i, { ...bank, ...change }, false))
  expect(await mayUse(w, sharing)).toBe(false)
})

test('a changed purpose voids, and one that is taken away allows nothing', async () => {
  const { w, inside, give } = await house()
  await give('marketing', ['phone'])
  const marketing = await purposeById(w, 'marketing')
  if (!marketing) throw new Error('the catalogue has marketing')
  await inside((i) => definePurpose(i, { ...marketing, why: { zh: '卖给别人', en: 'To sell it' } }))
  expect(await mayUse(w, offers)).toBe(false)
  await inside((i) => definePurpose(i, marketing))
  expect(await mayUse(w, offers)).toBe(true)
  await inside((i) => definePurpose(i, { ...marketing, active: false }))
  expect(await mayUse(w, offers)).toBe(false)
})

test('a consent that lasts a year has ended on the moment after', async () => {
  const { w, give } = await house()
  await give('data_sharing', ['monthly-spending'], { recipient: bank.id })
  w.pass(365 * dayMs - 1)
  expect(await mayUse(w, sharing)).toBe(true)
  w.pass(1)
  expect(await mayUse(w, sharing)).toBe(false)
})

test.each<[string, string, string[], Partial<Given>, string]>([
  ['sharing names its recipient', 'data_sharing', ['monthly-spending'], {}, 'consent.recipient_needed'],
  [
    'what stays in the house has no recipient',
    'marketing',
    ['phone'],
    { recipient: bank.id },
    'consent.recipient_unused',
  ],
  ['a recipient gets what it announced', 'data_sharing', ['phone'], { recipient: bank.id }, 'consent.beyond_recipient'],
  ['an unknown recipient gets nothing', 'data_sharing', ['phone'], { recipient: 'rcp_x' }, 'consent.no_such_recipient'],
  ['a purpose has its scopes', 'marketing', ['face'], {}, 'consent.scope_unknown'],
  ['a consent says to what', 'marketing', [], {}, 'consent.scope_unknown'],
  ['what rests on law is not asked', 'identity_check', ['identity'], {}, 'consent.not_asked'],
  ['nobody agrees to other words', 'marketing', ['phone'], { text: '0'.repeat(64) }, 'consent.text_outdated'],
  ['nobody consents for another', 'marketing', ['phone'], { by: shen }, 'consent.not_guardian'],
])('%s', async (_, purpose, scopes, more, code) => {
  const { w, give } = await house()
  await expect(give(purpose, scopes, more)).rejects.toMatchObject({ code })
  expect(await consentsBy(w, {}, '', 1)).toEqual([])
})

test('a credit enquiry needs a written consent and a licensed recipient', async () => {
  const { w, inside, give } = await house()
  const enquiry = { recipient: bureau.id, form: 'passkey', how: { ...how, proof: 'psk_1' } } as const
  const use = { subject: wang, purpose: 'credit_assessment', scope: 'repayment', recipient: bureau.id }
  await expect(give('credit_assessment', ['repayment'], { ...enquiry, form: 'tap' })).rejects.toMatchObject({
    code: 'consent.written_needed',
  })
  await expect(give('credit_assessment', ['repayment'], { ...enquiry, recipient: bank.id })).rejects.toMatchObject({
    code: 'consent.unlicensed',
  })
  expect(await mayUse(w, use)).toBe(false)
  await give('credit_assessment', ['repayment'], enquiry)
  expect(await mayUse(w, use)).toBe(true)
  await inside((i) => nameRecipient(i, { ...bureau, licence: null }, false))
  expect(await mayUse(w, use)).toBe(false)
})

test('what must be asked for alone is not given together with others', async () => {
  const { inside, given } = await house()
  const both = [
    await given('marketing', ['phone']),
    await given('data_sharing', ['monthly-spending'], { recipient: bank.id }),
  ]
  await expect(inside((i) => giveConsentsTogether(i, both))).rejects.toMatchObject({ code: 'consent.separate_needed' })
})

test.each([
  ['13 years and 364 days', '2012-07-02', true],
  ['the 14th birthday', '2012-07-01', true],
  ['the day after it', '2012-06-30', false],
])('on %s a guardian is needed: %s %s', async (_, born, needed) => {
  const { w, inside, give } = await house()
  const child = { subject: shen, born: born as Day, guardian: wang, relation: 'parent' } as const
  expect(await inside((i) => guard(i, child))).toBe(needed)
  const own = give('marketing', ['phone'], { subject: shen })
  if (!needed) return expect((await own).state).toBe('in_force')
  await expect(own).rejects.toMatchObject({ code: 'consent.guardian_needed' })
  const { id } = await give('marketing', ['phone'], { subject: shen, by: wang })
  expect(await mayUse(w, { ...offers, subject: shen })).toBe(true)
  w.pass(2 * dayMs)
  await expect(give('marketing', ['orders'], { subject: shen, by: wang })).rejects.toMatchObject({
    code: 'consent.not_guardian',
  })
  await inside((i) => withdrawConsent(i, id, shen))
})

test.each([
  ['a day in summer', '2012-07-01', '2026-07-01'],
  ['29 February, in a year that has none', '2012-02-29', '2026-02-28'],
])(
  'born on %s, the power of a guardian ends with the 14th birthday in Shanghai, to the millisecond',
  async (_, born, last) => {
    const w = await testWorld({ at: `${last}T15:59:59.998Z` }) // 23:59:59.998 in Shanghai
    await transaction(w, openCatalogue)
    const text = (await textsInForce(w, w.now())).find(({ purpose }) => purpose === 'marketing')?.digest ?? ''
    const asked = {
      subject: shen,
      purpose: 'marketing',
      scopes: ['phone'],
      recipient: null,
      text,
      form: 'tap',
      how,
    } as const
    const give = (by: string): Promise<Consent> => transaction(w, (i) => giveConsent(i, { ...asked, by }))
    const use = { ...offers, subject: shen }
    await transaction(w, (i) => guard(i, { subject: shen, born: born as Day, guardian: wang, relation: 'parent' }))
    const given = await give(wang)
    expect(await mayUse(w, use)).toBe(true)
    w.pass(1)
    expect([await mayUse(w, use), await answersFor(w, wang, shen)]).toEqual([true, true])
    w.pass(1)
    expect([await mayUse(w, use), await answersFor(w, wang, shen)]).toEqual([false, false])
    expect((await consentsBy(w, { subject: shen }, '', 1))[0]?.state).toBe('outdated')
    await expect(give(wang)).rejects.toMatchObject({ code: 'consent.not_guardian' })
    await expect(transaction(w, (i) => withdrawConsent(i, given.id, wang))).rejects.toMatchObject({
      code: 'consent.not_found',
    })
    expect((await give(shen)).state).toBe('in_force')
    expect(await mayUse(w, use)).toBe(true)
  },
)

test('what a child agreed to herself counts no more once it is known that she is one', async () => {
  const { w, inside, give } = await house()
  const own = await give('marketing', ['phone'], { subject: shen })
  expect(await mayUse(w, { ...offers, subject: shen })).toBe(true)
  await inside((i) => guard(i, { subject: shen, born: '2015-03-03', guardian: wang, relation: 'parent' }))
  expect(await mayUse(w, { ...offers, subject: shen })).toBe(false)
  await inside((i) => withdrawConsent(i, own.id, shen))
})

test('whoever was born later needs a guardian at least as long (property)', () => {
  const born = fc.integer({ min: 0, max: 12_000 }).map((days) => addDays('2000-01-01', days))
  fc.assert(
    fc.property(born, fc.integer({ min: 0, max: 9_000 }), (day, later) => {
      const today = addDays(day, later)
      const years = Temporal.PlainDate.from(day).until(today, { largestUnit: 'years' })
      const isOld = years.years > 14 || (years.years === 14 && (years.months > 0 || years.days > 0))
      if (!day.endsWith('02-29')) expect(isGuarded(day, today)).toBe(!isOld)
      if (isGuarded(day, today)) expect(isGuarded(addDays(day, 1), today)).toBe(true)
    }),
  )
})

test('an agreement is public for thirty days before it changes', async () => {
  const { w, inside } = await house()
  const words = { zh: '新协议', en: 'A new agreement' }
  const publish = (at: number) => inside((i) => publishText(i, 'payment', words, at))
  await expect(publish(w.now() + 30 * dayMs - 1)).rejects.toMatchObject({ code: 'consent.notice_too_short' })
  expect((await publish(w.now() + 30 * dayMs)).version).toBe(2)
})

test('an affiliate is announced with term, protection and contract', async () => {
  const { inside } = await house()
  await expect(inside((i) => nameRecipient(i, bank, true))).rejects.toMatchObject({
    code: 'consent.affiliate_incomplete',
  })
})

test('recommendation is switched off at once and on again, and a stop of everything leaves what law demands', async () => {
  const { w, inside, give } = await house()
  await give('marketing', ['phone'])
  expect(await mayRecommend(w, wang)).toBe(true)
  await inside((i) => refuseUse(i, wang, 'recommendation'))
  expect([await mayRecommend(w, wang), await mayRecommend(w, shen)]).toEqual([false, true])
  await inside((i) => allowUse(i, wang, 'recommendation'))
  expect(await mayRecommend(w, wang)).toBe(true)
  await inside((i) => restrictUse(i, wang))
  const law = { subject: wang, purpose: 'identity_check', scope: 'identity' }
  expect([await mayRecommend(w, wang), await mayUse(w, offers), await mayUse(w, law)]).toEqual([false, false, true])
  await expect(inside((i) => refuseUse(i, wang, 'identity_check'))).rejects.toMatchObject({ code: 'consent.needed' })
})

test('the record of a consent carries the digest of its receipt, and another word is another digest', async () => {
  const { w, give } = await house()
  const consent = await give('marketing', ['phone'])
  const { rows } = await w.db.pool.query(`select facts ->> 'receipt' as receipt from world.record where object = $1`, [
    consent.id,
  ])
  expect(rows).toEqual([{ receipt: receiptDigest(consent) }])
  expect(receiptDigest({ ...consent, scopes: ['orders'] })).not.toBe(consent.receipt)
  expect(JSON.stringify(consent)).not.toContain(how.ip)
})
