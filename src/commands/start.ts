import { startApp } from '../app.ts'
import { openCatalogue } from '../consent/catalogue.ts'
import { modulesInOrder } from '../floors.ts'
import { openSandbox } from '../sandbox/open.ts'
import { readAccountKeys } from '../wallets/connected.ts'
import { transaction } from '../world/command.ts'
import { portIsFree } from '../world/port.ts'
import { logPath, type RealWorld, realWorld, type Settings, settingsFromEnvironment } from '../world/real.ts'
import { startFault } from '../world/startFault.ts'

/** Starts the product and, in the sandbox, its demo world; runs until SIGINT or SIGTERM, then stops gracefully. */
export async function startCommand(): Promise<number> {
  const settings = settingsFromEnvironment()
  const told = toldToStop()
  await portIsFree(settings.port)
  if (settings.sandbox && settings.port !== 0) await portIsFree(settings.port + 1)
  try {
    const w = await realWorld(settings, modulesInOrder)
    await untilTold(w, settings, told)
  } catch (error) {
    throw startFault(error, settings.home)
  }
  return 0
}

type Opened = { stop(): Promise<void> }

// A start that fails leaves a database alone that it only joined: it may be at work for another.
async function untilTold(w: RealWorld, settings: Settings, told: Promise<void>): Promise<void> {
  const opened: Opened[] = []
  let hasFailed = false
  try {
    const opening = open(w, settings, opened)
    opening.catch(() => undefined) // when we are told to stop first, what it was at simply ends
    await Promise.race([opening, told])
    await told
  } catch (error) {
    hasFailed = true
    throw error
  } finally {
    for (const one of opened.reverse()) await one.stop()
    await w.stop(hasFailed ? 'own' : 'any')
  }
}

async function open(w: RealWorld, settings: Settings, opened: Opened[]): Promise<void> {
  const sandbox = settings.sandbox ? await openSandbox(w, settings, say) : null
  if (sandbox) opened.push(sandbox)
  await readAccountKeys(w)
  await transaction(w, openCatalogue)
  const app = await startApp(w, settings.port, sandbox?.jobs)
  opened.push(app)
  say(`Covenant 契付 is ready: ${app.url}`)
  if (!sandbox) return
  say(`  the sandbox's Alipay phone / 沙箱手机钱包: ${sandbox.phoneUrl}`)
  say(`  log / 日志: ${logPath(settings.home)}`)
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
