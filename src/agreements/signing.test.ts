import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { newId } from '../base/id.ts'
import { runDueJobs } from '../world/jobs.ts'
import { approve } from './approve.ts'
import { inForce } from './inForce.ts'
import { signContract } from './paper/sign.ts'
import { propose } from './propose.ts'
import { sampleTerms } from './sample.ts'
import { acceptSigned, signForInstitution } from './signing.ts'
import { contractBytes, versionOf } from './store.ts'
import { prepareSigning } from './testSigning.ts'

test('a draft that both sides approve and sign is in force from its moment, and not before', async () => {
  const w = await testWorld({ at: '2026-06-20T02:00:00Z' })
  const terms = sampleTerms()
  const effective = Date.parse(terms.clauses.term.effective)
  const walletSigner = prepareSigning(w, terms)
  const partner = newId('par', w.now(), w.random)
  const { agreement, number, root } = await propose(w, 'k1', { partner, wallet: 'alipay', terms, by: 'usr_1' })
  await expect(
    signForInstitution(w, agreement, number, terms.clauses.parties.institution.signatory.name),
  ).rejects.toMatchObject({ code: 'agreements.cannot_move' })
  await approve(w, null, { agreement, number, party: 'institution', person: 'usr_1', root })
  await expect(
    approve(w, null, { agreement, number, party: 'wallet', person: 'usr_2', root: 'f'.repeat(64) }),
  ).rejects.toMatchObject({ code: 'agreements.other_root' })
  expect(await approve(w, null, { agreement, number, party: 'wallet', person: 'usr_2', root })).toEqual({
    state: 'approved',
  })
  await signForInstitution(w, agreement, number, terms.clauses.parties.institution.signatory.name)
  const half = (await contractBytes(w, agreement, number)) as Buffer
  const info = {
    person: terms.clauses.parties.wallet.signatory.name,
    at: Math.floor(w.now() / 1_000) * 1_000,
    digest: root,
  }
  const whole = await signContract(half, 'wallet', walletSigner, info)
  const altered = Buffer.from(whole)
  altered[half.length + 40] = (altered[half.length + 40] ?? 0) ^ 1
  await expect(acceptSigned(w, agreement, number, altered)).rejects.toMatchObject({
    code: 'agreements.contract_invalid',
  })
  expect(await inForce(w, partner, effective)).toBeNull()
  await acceptSigned(w, agreement, number, whole)
  await runDueJobs(w, [], [])
  expect((await versionOf(w, agreement, number))?.state).toBe('signed')
  expect(await inForce(w, partner, effective - 1)).toBeNull()
  expect(await inForce(w, partner, effective)).toMatchObject({ agreement, number, root })
  expect(await inForce(w, partner, effective, w.now() - 1)).toBeNull()
})

test('the database refuses to change signed terms and two versions at one moment', async () => {
  const w = await testWorld()
  const terms = sampleTerms()
  const partner = newId('par', w.now(), w.random)
  const { agreement, number, root } = await propose(w, null, { partner, wallet: 'alipay', terms, by: 'usr_1' })
  await expect(w.db.pool.query(`update agreements.version set root = repeat('a', 64)`)).rejects.toThrow('never change')
  const put = () =>
    w.db.pool.query(
      `insert into agreements.in_force (partner, agreement, number, root, effective, known) values ($1, $2, $3, $4, '[100,)', '[5,)')`,
      [partner, agreement, number, root],
    )
  await put()
  await expect(put()).rejects.toMatchObject({ code: '23P01' })
})

test('a draft with a gap in its tiers is refused with the place of the fault, and nothing is kept', async () => {
  const w = await testWorld()
  const terms = JSON.parse(JSON.stringify(sampleTerms()))
  terms.clauses.fees.rules[2].price.tiers[2].upTo = '900'
  const partner = newId('par', w.now(), w.random)
  await expect(propose(w, null, { partner, wallet: 'alipay', terms, by: 'usr_1' })).rejects.toMatchObject({
    code: 'agreements.terms_invalid',
    at: expect.stringContaining('/clauses/fees/rules/2/price/tiers'),
  })
  expect((await w.db.pool.query('select from agreements.agreement')).rowCount).toBe(0)
})
