import type { Job } from '../world/jobs.ts'
import { destroyRetired } from './destroyRetired.ts'
import { expireMethods } from './expireMethods.ts'
import type { Keepers } from './keepers.ts'
import { rotateStep } from './rotate.ts'

const stepsARun = 20

/**
 * What the clock starts for the vault: the next steps of a rotation, the end of retired keys, and cards whose last month is over.
 * `keepers` are the columns where the house keeps what the vault made.
 */
export const vaultJobs = (keepers: Keepers): Job[] => [
  {
    name: 'vault.rotate',
    every: '*/2 * * * *',
    run: async (w) => {
      for (let step = 0; step < stepsARun; step++) if (!(await rotateStep(w, keepers))) return
    },
  },
  {
    name: 'vault.destroy_retired',
    every: '25 18 * * *', // by night in Shanghai
    run: async (w) => {
      await destroyRetired(w, keepers)
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
