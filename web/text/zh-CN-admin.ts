/** Users and permissions. */
export const zhCNAdmin = {
  'nav.users': '用户',
}
