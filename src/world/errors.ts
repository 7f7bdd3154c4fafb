import { faults } from '../base/fault.ts'

/** What the house itself refuses, before any module is asked. */
export const worldFaults = faults('world', {
  keyReused: {
    status: 422,
    retry: 'never',
    zh: '同一个幂等键不能用于不同的请求内容（{key}）',
    en: 'the same idempotency key was used with other content ({key})',
  },
  keyMissing: { status: 500, party: 'us', zh: '缺少密钥文件 {file}', en: 'the key file {file} is missing' },
  keyOpen: {
    status: 500,
    party: 'us',
    zh: '密钥文件 {file} 允许他人读取，请改为仅所有者可读（chmod 600）',
    en: 'the key file {file} may be read by others; make it readable by its owner only (chmod 600)',
  },
  migrationChanged: {
    status: 500,
    party: 'us',
    zh: '已执行的数据库迁移 {file} 被改动过',
    en: 'the migration {file} was changed after it had been applied',
  },
  portTaken: { status: 500, party: 'us', zh: '端口 {port} 已被占用', en: 'port {port} is already in use' },
  databaseFailed: {
    status: 500,
    party: 'us',
    zh: '数据库无法启动：{because}',
    en: 'the database does not start: {because}',
  },
  databaseUnreachable: {
    status: 500,
    party: 'us',
    zh: '无法连接 DATABASE_URL 指向的数据库：{because}',
    en: 'the database of DATABASE_URL cannot be reached: {because}',
  },
  settingWrong: {
    status: 500,
    party: 'us',
    zh: '环境变量 {name} 的值「{value}」无效，应为 {zh}',
    en: 'the setting {name} is "{value}"; it must be {en}',
  },
  diskFull: {
    status: 500,
    party: 'us',
    zh: '磁盘已满，{folder} 无法写入；腾出空间后重新启动即可',
    en: 'the disk is full: {folder} cannot be written; free some space and start again',
  },

  // What is wrong with the request itself.
  badRequest: { status: 400, zh: '请求无法识别：{because}', en: 'the request cannot be understood: {because}' },
  malformedJson: { status: 400, zh: '请求体不是合法的 UTF-8 JSON', en: 'the body is not valid JSON in UTF-8' },
  memberTwice: {
    status: 400,
    zh: '字段 {name} 在同一对象中出现了两次',
    en: 'the member {name} stands twice in one object',
  },
  memberForbidden: { status: 400, zh: '不允许使用字段名 {name}', en: 'a member may not be called {name}' },
  numberNotWhole: {
    status: 400,
    zh: '{at} 处的数字不是安全范围内的整数；金额请写成最小货币单位的字符串',
    en: 'the number at {at} is not a whole number of at most 53 bits; amounts are texts of minor units',
  },
  textNotAllowed: {
    status: 400,
    zh: '{at} 处的文本含有 NUL 或不成对的代理字符',
    en: 'the text at {at} holds NUL or a lone surrogate',
  },
  tooDeep: { status: 400, zh: 'JSON 嵌套超过 {most} 层', en: 'the JSON is nested deeper than {most} levels' },
  tooManyMembers: { status: 400, zh: 'JSON 成员超过 {most} 个', en: 'the JSON has more than {most} members' },
  inputInvalid: { status: 400, zh: '{at}：{zh}', en: '{at}: {en}' },
  bodyMissing: { status: 400, zh: '缺少请求体', en: 'a body is missing' },
  bodyUnexpected: { status: 400, zh: '此接口不接受请求体', en: 'this address takes no body' },
  bodyTooLarge: { status: 413, zh: '请求体超过 {most} 字节', en: 'the body is larger than {most} bytes' },
  mediaType: { status: 415, zh: '请使用 application/json（UTF-8）', en: 'send application/json in UTF-8' },
  headersTooLarge: { status: 431, zh: '请求头过大', en: 'the request headers are too large' },
  requestTimeout: {
    status: 408,
    retry: 'same_key',
    zh: '请求未在时限内传完',
    en: 'the request was not complete in time',
  },
  notFound: { status: 404, zh: '没有这个地址', en: 'there is nothing at this address' },
  methodNotAllowed: { status: 405, zh: '此地址只支持 {allow}', en: 'this address only answers to {allow}' },
  // Who asks, and how often.
  notSignedIn: { status: 401, zh: '请先登录或提供有效的密钥', en: 'sign in or send a valid key first' },
  notAllowed: { status: 403, zh: '缺少权限 {may}', en: 'the permission {may} is missing' },
  crossSite: {
    status: 403,
    zh: '浏览器的修改请求必须来自本站页面',
    en: 'a change from a browser must come from a page of this site',
  },
  tooManyRequests: {
    status: 429,
    retry: 'after',
    zh: '请求过于频繁，请稍后再试',
    en: 'too many requests, try again later',
  },
  idempotencyKeyMissing: {
    status: 400,
    zh: '缺少 Idempotency-Key 请求头',
    en: 'the header Idempotency-Key is missing',
  },
  idempotencyKeyInvalid: {
    status: 400,
    zh: 'Idempotency-Key 须为 1–128 个可见 ASCII 字符',
    en: 'an Idempotency-Key is 1–128 visible ASCII characters',
  },
  stillAnswering: {
    status: 409,
    retry: 'same_key',
    money: 'may_have_moved',
    zh: '同一幂等键的请求仍在处理中',
    en: 'a request with the same key is still being answered',
  },
  // What is wrong with us.
  overloaded: {
    status: 503,
    party: 'us',
    retry: 'after',
    zh: '系统繁忙，请稍后重试',
    en: 'the system is busy, try again soon',
  },
  stopping: {
    status: 503,
    party: 'us',
    retry: 'after',
    zh: '服务正在重启，请稍后重试',
    en: 'the service restarts, try again soon',
  },
  unavailable: {
    status: 503,
    party: 'us',
    retry: 'same_key',
    money: 'may_have_moved',
    zh: '数据库暂时不可用，请用同一幂等键重试',
    en: 'the database is not available for now; try again with the same key',
  },
  internal: {
    status: 500,
    party: 'us',
    retry: 'same_key',
    money: 'may_have_moved',
    zh: '我们出错了，已记录请求号 {requestId}；可用同一幂等键重试',
    en: 'we made a mistake; it is recorded under request {requestId}; try again with the same key',
  },
})
