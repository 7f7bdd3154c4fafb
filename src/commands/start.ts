import { startApp } from '../app.ts'
import { modulesInOrder } from '../floors.ts'
import { openSandbox } from '../sandbox/open.ts'
import { realWorld, settingsFromEnvironment } from '../world/real.ts'

/** Starts the product and, in the sandbox, its demo world; runs until SIGINT or SIGTERM, then stops gracefully. */
export async function startCommand(): Promise<number> {
  const settings = settingsFromEnvironment()
  const w = await realWorld(settings, modulesInOrder)
  const sandbox = settings.sandbox ? await openSandbox(w, settings, say) : null
  try {
    const app = await startApp(w, settings.port)
    say(`Covenant 契付 is ready: ${app.url}`)
    if (sandbox) say(`  the sandbox's Alipay phone / 沙箱手机钱包: ${sandbox.phoneUrl}`)
    await untilToldToStop()
    await app.stop()
  } finally {
    await sandbox?.stop()
    await w.stop()
  }
  return 0
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
