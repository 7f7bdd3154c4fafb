import type { zhCNApprovals } from './zh-CN-approvals.ts'

/** Approvals. */
export const enApprovals: Record<keyof typeof zhCNApprovals, string> = {
  'nav.approvals': 'Approvals',
}
