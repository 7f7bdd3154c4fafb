import { faults } from '../base/fault.ts'

/** What the house itself refuses, before any module is asked. */
export const worldFaults = faults('world', {
  keyReused: {
    status: 422, retry: 'never',
    zh: '同一个幂等键不能用于不同的请求内容（{key}）', en: 'the same idempotency key was used with other content ({key})',
  },
  keyMissing: { status: 500, party: 'us', zh: '缺少密钥文件 {file}', en: 'the key file {file} is missing' },
  keyOpen: {
    status: 500, party: 'us',
    zh: '密钥文件 {file} 允许他人读取，请改为仅所有者可读（chmod 600）', en: 'the key file {file} may be read by others; make it readable by its owner only (chmod 600)',
  },
  migrationChanged: {
    status: 500, party: 'us',
    zh: '已执行的数据库迁移 {file} 被改动过', en: 'the migration {file} was changed after it had been applied',
  },
  portTaken: { status: 500, party: 'us', zh: '端口 {port} 已被占用', en: 'port {port} is already in use' },
  databaseFailed: { status: 500, party: 'us', zh: '数据库无法启动：{because}', en: 'the database does not start: {because}' },
})
