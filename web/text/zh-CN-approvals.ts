/** Approvals. */
export const zhCNApprovals = {
  'nav.approvals': '复核',
}
