import type { Job } from '../world/jobs.ts'
import { approvedRotation } from './rotateOrAsk.ts'

/** What the console carries out once others approved it. */
export const consoleJobs: Job[] = [approvedRotation.job]
