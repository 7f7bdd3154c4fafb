/** Log. */
export const zhCNLog = {
  'nav.log': '可验证日志',
}
