/** Identity and sessions. */
export const zhCNIdentity = {
  'nav.profile': '我的账户',
}
