/** Privacy. */
export const zhCNPrivacy = {
  'nav.consents': '授权台账',
}
