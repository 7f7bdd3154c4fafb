import type { zhCNAdmin } from './zh-CN-admin.ts'

/** Users and permissions. */
export const enAdmin: Record<keyof typeof zhCNAdmin, string> = {
  'nav.users': 'Users',
}
