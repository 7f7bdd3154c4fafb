import type { Job } from '../world/jobs.ts'
import { expireMethods } from './expireMethods.ts'
import { rotateStep } from './rotate.ts'

const stepsARun = 20

/** What the clock starts for the vault: the next steps of a rotation, and cards whose last month is over. */
export const vaultJobs: readonly Job[] = [
  {
    name: 'vault.rotate',
    every: '*/2 * * * *',
    run: async (w) => {
      for (let step = 0; step < stepsARun; step++) if (!(await rotateStep(w))) return
    },
  },
  {
    name: 'vault.expire_methods',
    every: '5 16 * * *', // five past midnight in Shanghai
    run: async (w) => {
      for (let step = 0; step < stepsARun; step++) if ((await expireMethods(w)) === 0) return
    },
  },
]
