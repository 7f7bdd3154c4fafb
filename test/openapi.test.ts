import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { routes } from '../src/app.ts'
import { permissions } from '../src/identity/role.ts'
import { printOpenapi } from '../src/world/openapi.ts'

test('docs/openapi.json is what the routes say: run `npm run openapi` and commit it', () => {
  const committed = readFileSync(new URL('../docs/openapi.json', import.meta.url), 'utf8')
  expect(committed === printOpenapi(routes, 'Covenant 契付')).toBe(true)
})

test('every door asks for a permission that a role can hold', () => {
  const known = new Set<string>([...permissions, 'public', 'signed-in'])
  expect(routes.filter(({ may }) => !known.has(may)).map(({ name, may }) => `${name}: ${may}`)).toEqual([])
})

// A key keeps a digest of the body and the whole answer: neither may be kept of a card number, a search, a value in clear, a person's copy or a child. Saving the
// same number twice is refused, rotating twice answers the one under way, and the rest sets a state.
const vault = [
  'tokenise',
  'searchVault',
  'revealVaultToken',
  'rotateVault',
  'addMyMethod',
  'verifyMyMethod',
  'confirmMyMethod',
  'makeMyMethodDefault',
  'removeMyMethod',
  'exportMyData',
  'registerMyWard',
  'confirmWard',
  'refuseWard',
]

// Signing in, proving factors and confirming at the checkout are guarded by a challenge that is answered once; a replay is refused,
// and neither a code nor a secret shown once may be kept for one. The log's doors repeat what is already so.
const challenged = [
  'beginPasskeySignIn',
  'beginSignIn',
  'sendSignInCode',
  'beginPasskeySecond',
  'finishSignIn',
  'beginStepUp',
  'sendStepUpCode',
  'confirmStepUp',
  'beginPasskey',
  'addPasskey',
  'namePasskey',
  'removePasskey',
  'beginTotp',
  'confirmTotp',
  'removeTotp',
  'beginPhone',
  'confirmPhone',
  'removePhone',
  'setPassword',
  'makeRecoveryCodes',
  'endSession',
  'endOtherSessions',
  'sendConsumerCode',
  'beginConsumerSignIn',
  'signInConsumer',
  'beginConsumerPasskey',
  'addConsumerPasskey',
  'removeConsumerPasskey',
  'askPayer',
  'confirmPayer',
  'enrolPayer',
  'checkLog',
  'handOverLogKey',
  'registerLogWitness',
  'cosignLog',
]

test('every change of money or state needs an idempotency key', () => {
  // At the checkout the token is the key: choosing or leaving twice is once. A session is not money, a notice has the wallet's own number, and a file that is only judged or terms that are only priced change nothing.
  const free = new Set([
    'signIn',
    'hearNotice',
    'verifyContract',
    'projectTerms',
    'proposeAnswers',
    'checkWeights',
    'chooseWallet',
    'leaveCheckout',
    ...vault,
    ...challenged,
  ])
  // Administration sets a state, which twice is once, or is held by the version that was seen; and what is shown once (keys, links) may not be kept for a replay.
  const set = new Set([
    'makeRole',
    'changeRole',
    'removeRole',
    'giveRole',
    'deactivateUser',
    'activateUser',
    'setUserEmail',
    'inviteUser',
    'withdrawInvitation',
    'readInvitation',
    'acceptInvitation',
    'makeApiKey',
    'rotateApiKey',
    'revokeApiKey',
    'adoptApiKey',
    'collectApiKey',
    'setApiKeyAddresses',
    'beginSignOn',
    'finishSignOn',
    'changeSignOnSettings',
    'checkSignOn',
  ])
  const changing = routes.filter(({ method, idempotent }) => method === 'POST' && !idempotent).map(({ name }) => name)
  expect(changing.filter((name) => !free.has(name) && !set.has(name))).toEqual([])
})
