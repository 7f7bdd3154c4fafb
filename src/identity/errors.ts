import { faults } from '../base/fault.ts'

export const identityFaults = faults('identity', {
  noSuchPerson: { status: 401, retry: 'never', zh: '没有这个用户', en: 'there is no such user' },
  notSignedIn: { status: 401, zh: '请先登录', en: 'sign in first' },
  sandboxOnly: { status: 404, retry: 'never', zh: '演示用户只存在于沙箱', en: 'demo users exist in the sandbox only' },
})
