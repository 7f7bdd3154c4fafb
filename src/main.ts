#!/usr/bin/env node
import { Fault } from './base/fault.ts'
import { agreementCommand } from './commands/agreement.ts'
import { benchCommand } from './commands/bench.ts'
import { demoCommand } from './commands/demo.ts'
import { logKeyCommand } from './commands/logKeyCommand.ts'
import { openapiCommand } from './commands/openapi.ts'
import { startCommand } from './commands/start.ts'
import { verifyCommand } from './commands/verify.ts'
import { witnessCommand } from './commands/witness.ts'

type Command = { usage: string; run(args: string[]): Promise<number> }

// The command line of Covenant. Each command answers its exit code; 0 means that what was asked for holds.
const commands: Record<string, Command> = {
  start: { usage: 'start', run: startCommand },
  agreement: {
    usage: 'agreement check TERMS.json | agreement price TERMS.json PAYMENTS.csv   [--json]',
    run: agreementCommand,
  },
  verify: {
    usage:
      'verify CONTRACT.pdf [--roots ROOTS.pem] | verify RECEIPT.json [--key VKEY] [--witness VKEY,…] [--hand-overs FILE.json] [--document FILE.json]   [--json]',
    run: verifyCommand,
  },
  witness: {
    usage:
      'witness --log URL --key FILE --state FILE --api-key FILE [--log-key VKEY] [--once]   |   witness --key FILE --make-key NAME',
    run: witnessCommand,
  },
  'log-key': {
    usage: 'log-key --log URL --api-key FILE [--hand-over]   [--json]   |   log-key --make',
    run: logKeyCommand,
  },
  demo: { usage: 'demo', run: demoCommand },
  bench: { usage: 'bench', run: benchCommand },
  openapi: { usage: 'openapi [--check]', run: openapiCommand },
}

async function main([name = 'help', ...args]: string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) {
    const lines = Object.values(commands).map(({ usage }) => `  covenant ${usage}`)
    process.stderr.write(`Covenant 契付\n${lines.join('\n')}\n`)
    return name === 'help' ? 0 : 2
  }
  return await command.run(args)
}

// Whatever stops a command is told in one line; the stack only helps when the mistake is ours.
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    const isOurs = !(error instanceof Fault) && (error as { code?: string }).code === undefined
    const said = error instanceof Fault ? `${error.en} / ${error.zh}` : (error as Error).message
    process.stderr.write(`covenant: ${said}\n`)
    if (isOurs && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`)
    process.exitCode = 1
    // A half-started server must not keep the process alive.
    setTimeout(() => process.exit(1), 500).unref()
  },
)
