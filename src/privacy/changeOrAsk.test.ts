import { expect, test } from 'vitest'
import { checker, grantAs } from '../../test/approving.ts'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { openCatalogue } from '../consent/catalogue.ts'
import { definePurpose, publishText } from '../consent/editCatalogue.ts'
import { purposeById, recipientById, textsOf } from '../consent/find.ts'
import type { Recipient } from '../consent/recipient.ts'
import type { Approval } from '../identity/approval.ts'
import { approvalById } from '../identity/storeApprovals.ts'
import { person as employee } from '../identity/testApprovals.ts'
import { deactivate } from '../identity/usersChange.ts'
import {
  approvedPurpose,
  approvedRecipient,
  approvedText,
  purposeOrAsk,
  recipientOrAsk,
  textOrAsk,
} from './catalogueOrAsk.ts'
import { setHold } from './hold.ts'
import { approvedLift, liftOrAsk } from './liftOrAsk.ts'
import { findHold } from './storeRetention.ts'
import { inside } from './testPerson.ts'

const lawyer = checker('usr_lawyer', 'legal')
const both = (text: string) => ({ zh: text, en: text })
const bank: Recipient = {
  id: 'rcp_test_bank',
  name: both('测试银行'),
  terms: {
    contact: 'dpo@bank.example',
    purpose: both('授信'),
    method: both('接口'),
    categories: ['orders'],
    affiliate: null,
  },
  licence: null,
  active: true,
}

async function house() {
  const w = await testWorld()
  await inside(w, openCatalogue)
  return { w, officer: await employee(w, 'compliance'), admin: await employee(w, 'administrator') }
}
const waits = (found: Approval | null): Approval => {
  if (found === null) throw new Error('the policy asks for nobody')
  return found
}
const refusalOf = async (w: TestWorld, { id }: Approval) => (await approvalById(w, id))?.outcome?.refused?.code

test('a purpose changes, words are published and a recipient is named only once another person granted exactly that', async () => {
  const { w, officer } = await house()
  const purpose = (await purposeById(w, 'marketing')) as NonNullable<Awaited<ReturnType<typeof purposeById>>>
  const wider = { ...purpose, why: both('更多营销') }
  const change = waits(await purposeOrAsk(w, officer, wider))
  const text = await textOrAsk(w, officer, { purpose: 'marketing', words: both('新的文本'), effectiveAt: null })
  const named = waits(await recipientOrAsk(w, officer, bank, false))
  expect((await purposeById(w, 'marketing'))?.why).toEqual(purpose.why)
  expect([await recipientById(w, bank.id), (await textsOf(w, 'marketing')).length]).toEqual([null, 1])
  await grantAs(w, lawyer, change.id, approvedPurpose)
  w.pass(1)
  await grantAs(w, lawyer, 'approval' in text ? text.approval.id : '', approvedText)
  await grantAs(w, lawyer, named.id, approvedRecipient)
  expect((await purposeById(w, 'marketing'))?.why).toEqual(wider.why)
  expect((await textsOf(w, 'marketing'))[0]).toMatchObject({ version: 2, zh: '新的文本' })
  expect(await recipientById(w, bank.id)).toMatchObject({ name: bank.name })
})

test('a change over a state of the catalogue that has moved on is refused, and so is one that was never possible', async () => {
  const { w, officer } = await house()
  const purpose = (await purposeById(w, 'marketing')) as NonNullable<Awaited<ReturnType<typeof purposeById>>>
  const change = waits(await purposeOrAsk(w, officer, { ...purpose, why: both('甲') }))
  const text = await textOrAsk(w, officer, { purpose: 'marketing', words: both('甲'), effectiveAt: null })
  await inside(w, (i) => definePurpose(i, { ...purpose, why: both('乙') }))
  w.pass(1)
  await inside(w, (i) => publishText(i, 'marketing', both('乙'), i.now()))
  await grantAs(w, lawyer, change.id, approvedPurpose)
  const asked = 'approval' in text ? text.approval : waits(null)
  await grantAs(w, lawyer, asked.id, approvedText)
  expect([await refusalOf(w, change), await refusalOf(w, asked)]).toEqual(['identity.overtaken', 'identity.overtaken'])
  expect((await purposeById(w, 'marketing'))?.why).toEqual(both('乙'))
  const hidden = { ...purpose, separate: false, sensitive: true }
  await expect(purposeOrAsk(w, officer, hidden)).rejects.toMatchObject({ code: 'consent.separate_rule' })
})

test('a hold stands until a second person granted its lifting, and is not lifted for a maker who has left', async () => {
  const { w, officer, admin } = await house()
  const held = async () =>
    await inside(w, (i) => setHold(i, 'con_01k5xg3v000000000000000001', '公安机关调取', officer.id))
  const [first, second] = [await held(), await held()]
  const lift = waits(await liftOrAsk(w, officer, first.id, '案件已结'))
  expect((await findHold(w, first.id))?.liftedAt).toBeNull()
  await grantAs(w, lawyer, lift.id, approvedLift)
  expect(await findHold(w, first.id)).toMatchObject({ liftedBy: officer.id, liftedBecause: '案件已结' })
  const late = waits(await liftOrAsk(w, officer, second.id, '案件已结'))
  await deactivate(w, admin, officer.id)
  await grantAs(w, lawyer, late.id, approvedLift)
  expect([await refusalOf(w, late), (await findHold(w, second.id))?.liftedAt]).toEqual(['identity.maker_lost', null])
})
