import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commandLine, databaseOf, type Ended, freePorts, ran, running, temporaryHome } from './running.ts'

// One clear line in both languages, and an exit code that says no.
function saysWhy(ended: Ended, ...words: (string | RegExp)[]): void {
  const lines = ended.err.trim().split('\n')
  expect(lines, ended.err).toHaveLength(1)
  expect(lines[0]).toMatch(/^covenant: .*[a-z].* \/ .*[\u4e00-\u9fff]/)
  for (const word of words) expect(lines[0]).toMatch(word)
  expect(ended.code).toBe(1)
}

const settings = async (more: Record<string, string> = {}) => ({
  COVENANT_HOME: temporaryHome(),
  PORT: String(await freePorts()),
  COVENANT_HISTORY_DAYS: '1',
  ...more,
})

test('it starts, stops when it is told to with its database, and starts again where it was', async () => {
  const product = await running()
  await product.start()
  const before = await product.call('operator', 'GET', '/v1/payments?limit=100')
  expect(before.status).toBe(200)
  const ended = await product.stop()
  expect([ended.code, ended.err]).toEqual([0, ''])
  expect(ended.out).not.toMatch(/"level":"(warn|error)"/)
  expect(databaseOf(product.home)).toBeNull()
  await product.start()
  expect((await product.call('operator', 'GET', '/v1/payments?limit=100')).body).toEqual(before.body)
  expect((await product.stop()).code).toBe(0)
})

test('a taken port is told at once, before anything is made', async () => {
  const env = await settings()
  for (const port of [Number(env.PORT), Number(env.PORT) + 1]) {
    const other = createServer().listen(port, '127.0.0.1')
    const ended = await ran(['start'], env)
    other.close()
    saysWhy(ended, String(port), 'already in use')
    expect(existsSync(join(env.COVENANT_HOME, 'postgres'))).toBe(false)
  }
})

test('a second start beside a running one fails on the port and leaves the first at work', async () => {
  const product = await running()
  await product.start()
  const env = { COVENANT_HOME: product.home, PORT: String(product.port), COVENANT_HISTORY_DAYS: '1' }
  saysWhy(await ran(['start'], env), String(product.port))
  // And one that gets past its ports but not past its keys has joined the database: it leaves it running too.
  const key = join(product.home, 'keys', 'alipay-app.key')
  chmodSync(key, 0o644)
  saysWhy(await ran(['start'], { ...env, PORT: String(await freePorts()) }), 'alipay-app.key')
  chmodSync(key, 0o600)
  expect((await product.call('operator', 'GET', '/v1/payments')).status).toBe(200)
  expect((await product.stop()).code).toBe(0)
})

test('after kill -9 of the application its database goes on, and the next start joins it', async () => {
  const product = await running()
  await product.start()
  const database = databaseOf(product.home)
  await product.kill()
  expect(databaseOf(product.home)).toBe(database)
  await product.start()
  expect(databaseOf(product.home)).toBe(database)
  // A joined database that dies is started again, as one's own is.
  await product.killDatabase()
  await expect
    .poll(async () => (await product.call('operator', 'GET', '/v1/payments')).status, {
      timeout: 90_000,
      interval: 200,
    })
    .toBe(200)
  expect((await product.stop()).code).toBe(0)
  expect(databaseOf(product.home)).toBeNull()
})

test('a key that others may read, or that is missing when production needs it, is named', async () => {
  const product = await running()
  await product.start()
  await product.stop()
  const key = join(product.home, 'keys', 'alipay-app.key')
  const env = { COVENANT_HOME: product.home, PORT: String(product.port), COVENANT_HISTORY_DAYS: '1' }
  chmodSync(key, 0o640)
  saysWhy(await ran(['start'], env), key, 'chmod 600')
  saysWhy(await ran(['start'], { ...env, COVENANT_MODE: 'live' }), key, 'chmod 600')
  rmSync(key)
  saysWhy(await ran(['start'], { ...env, COVENANT_MODE: 'live' }), key, 'missing')
  expect(databaseOf(product.home)).toBeNull()
})

test.each([
  ['PORT', 'abc', '0 to 65534'],
  ['PORT', '70000', '0 to 65534'],
  ['PORT', '-1', '0 to 65534'],
  ['COVENANT_HISTORY_DAYS', 'many', 'whole number'],
  ['COVENANT_MODE', 'prod', 'sandbox or live'],
  ['DATABASE_URL', 'mysql://db', 'postgresql://'],
])('the setting %s=%s is refused by name', async (name, value, wanted) => {
  const env = await settings({ [name]: value })
  saysWhy(await ran(['start'], env), name, wanted)
  expect(existsSync(join(env.COVENANT_HOME, 'postgres'))).toBe(false)
})

test('a dead database server is told, without the password of its address', async () => {
  const dead = await freePorts()
  const ended = await ran(
    ['start'],
    await settings({ DATABASE_URL: `postgresql://app:hush-hush@127.0.0.1:${dead}/covenant` }),
  )
  saysWhy(ended, 'DATABASE_URL', 'ECONNREFUSED')
  expect(ended.err + ended.out).not.toContain('hush-hush')
})

test('an unknown command shows the usage', async () => {
  const ended = await ran(['strat'], {})
  expect(ended.code).toBe(2)
  expect(ended.err).toMatch(/covenant start\n/)
  expect(await ran(['help'], {})).toMatchObject({ code: 0 })
})

test('what a cut-off first start left behind does not block the next', async () => {
  const product = await running()
  // An initdb that was killed in the middle: its version file is among the first it writes.
  const half = join(product.home, 'postgres', 'data.making')
  mkdirSync(half, { recursive: true })
  writeFileSync(join(half, 'PG_VERSION'), '18\n')
  await product.start()
  expect((await product.stop()).code).toBe(0)
})

// Only root may mount, and only in a mount namespace of its own, where nobody else sees it.
const mayMount = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  try {
    execFileSync('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()
if (!mayMount) process.stdout.write('a full disk is not tried: this machine lets us mount no small disk\n')

test.runIf(mayMount).each(['16m', '42m'])(
  'a full disk of %s is told in one line, and once there is room the start goes on',
  async (size) => {
    const env = await settings()
    const home = env.COVENANT_HOME
    const script = `
    mount -t tmpfs -o size=${size} tmpfs ${home}
    ${commandLine} start 2>&1 >/dev/null; echo "exit $?"
    mount -o remount,size=600m ${home}
    ${commandLine} start > ${home}/out 2> ${home}/err & app=$!
    for turn in $(seq 300); do grep -q 'is ready' ${home}/out && break; sleep 0.1; done
    kill -TERM $app; wait $app; echo "again exit $?"; cat ${home}/err`
    const said = execFileSync('unshare', ['-m', 'bash', '-c', script], {
      env: { ...process.env, ...env },
      encoding: 'utf8',
    })
    const [line = '', code, again, ...rest] = said.trim().split('\n')
    saysWhy({ code: Number(code?.split(' ')[1]), out: '', err: line }, /the disk is full|No space left/, home)
    expect([again, rest]).toEqual(['again exit 0', []])
  },
)
