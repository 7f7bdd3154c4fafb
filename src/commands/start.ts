import { startApp } from '../app.ts'
import { modulesInOrder } from '../floors.ts'
import { openSandbox } from '../sandbox/open.ts'
import { realWorld, settingsFromEnvironment } from '../world/real.ts'

/** Starts the product and, in the sandbox, its demo world; runs until SIGINT or SIGTERM, then stops gracefully. */
export async function startCommand(): Promise<number> {
  const settings = settingsFromEnvironment()
  const w = await realWorld(settings, modulesInOrder)
  const sandbox = settings.sandbox ? await openSandbox(w, settings) : null
  try {
    const app = await startApp(w, settings.port)
    process.stdout.write(`Covenant 契付 is ready: ${app.url}\n`)
    if (sandbox) process.stdout.write(`  the Alipay phone of the sandbox: ${sandbox.phoneUrl}\n`)
    await untilToldToStop()
    await app.stop()
  } finally {
    await sandbox?.stop()
    await w.stop()
  }
  return 0
}

function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
