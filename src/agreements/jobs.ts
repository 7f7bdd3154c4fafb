import type { Job } from '../world/jobs.ts'
import { approvedSigning } from './signOrAsk.ts'
import { approvedResume } from './stopOrAsk.ts'

/** What the clock starts for agreements: signing what others approved. */
export const agreementJobs: Job[] = [approvedSigning.job, approvedResume.job]
