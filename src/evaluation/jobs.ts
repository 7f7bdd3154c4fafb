import type { Job } from '../world/jobs.ts'
import { approvedCard } from './submitOrAsk.ts'

export const evaluationJobs: readonly Job[] = [approvedCard.job]
