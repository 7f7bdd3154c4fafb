import { certificateSn, isCertificate } from './certificate.ts'
import { isSignedRequest, type Params, responseName, signText } from './signature.ts'
import type { Lever } from './simulator-levers.ts'
import { isMethod, methods } from './simulator-methods.ts'
import { Refusal, type Simulation } from './simulator-state.ts'

/** What leaves the gateway: an HTTP answer, or nothing (the line is cut). */
export type Reply = { status: number; body: string } | 'cut'
type Fields = Record<string, unknown>
export type Sleep = (ms: number) => Promise<unknown>

/**
 * gateway.do: merges the parameters of the address and the form, checks the caller's signature, runs the method once and
 * signs the answer's exact bytes. Levers act in the order in which the world would: before, instead of, and after.
 */
export async function answerGateway(
  s: Simulation,
  query: string,
  form: string,
  sleep: Sleep,
  url: string,
): Promise<Reply> {
  const params = { ...Object.fromEntries(new URLSearchParams(query)), ...Object.fromEntries(new URLSearchParams(form)) }
  const method = params['method'] ?? ''
  const biz = bizOf(params)
  const about = { method, orderNo: textIn(biz, 'out_trade_no') }
  const delay = s.levers.take('delay', about)
  if (delay) await sleep(delay.ms)
  if (s.levers.take('drop_request', about)) return 'cut'
  const http = s.levers.take('http', about)
  if (http && !http.executed) return { status: http.status, body: '<html>Service Unavailable</html>' }
  const refuse = s.levers.take('refuse', about)
  const busy = s.levers.take('busy', about)
  const fields = refuse
    ? refusal(refuse.subCode)
    : busy && !busy.executed
      ? busyFields
      : run(s, params, method, biz, url)
  s.books.commit()
  if (http) return { status: http.status, body: '' }
  if (s.levers.take('drop_response', about)) return 'cut'
  return { status: 200, body: signedAnswer(s, method, busy ? busyFields : bent(s, fields, about), about) }
}

const busyFields: Fields = {
  code: '20000',
  msg: 'Service Currently Unavailable',
  sub_code: 'isp.unknow-error',
  sub_msg: '系统繁忙',
}
const refusal = (subCode: string, message = '业务处理失败'): Fields => ({
  code: '40004',
  msg: 'Business Failed',
  sub_code: subCode,
  sub_msg: message,
})

function bizOf(params: Params): Fields {
  try {
    const value: unknown = JSON.parse(params['biz_content'] ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Fields) : {}
  } catch {
    return {}
  }
}

const textIn = (fields: Fields, name: string): string | null => {
  const value = fields[name]
  return typeof value === 'string' && value !== '' ? value : null
}

function run(s: Simulation, params: Params, method: string, biz: Fields, url: string): Fields {
  const app = s.keys.apps.find((each) => each.appId === params['app_id'])
  if (!app) return invalid('isv.invalid-app-id', '无效的AppID参数')
  if (params['sign_type'] !== 'RSA2') return invalid('isv.invalid-signature-type', '无效签名类型')
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(params['timestamp'] ?? ''))
    return invalid('isv.invalid-timestamp', '非法的时间戳参数')
  if (isCertificate(app.publicKey) && params['app_cert_sn'] !== certificateSn(app.publicKey)) {
    return invalid('isv.app-cert-sn-is-not-match', '应用证书序列号不匹配')
  }
  if (!isSignedRequest(params, app.publicKey)) return invalid('isv.invalid-signature', '验签出错')
  if (!isMethod(method)) return invalid('isv.invalid-method', '不存在的方法名')
  try {
    return {
      code: '10000',
      msg: 'Success',
      ...methods[method]({ s, app, biz, notifyUrl: params['notify_url'] ?? null, url }),
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return {
      ...refusal(error.subCode, error.message),
      ...(textIn(biz, 'out_trade_no') ? { out_trade_no: biz['out_trade_no'] } : {}),
    }
  }
}

const invalid = (subCode: string, message: string): Fields => ({
  code: '40002',
  msg: 'Invalid Arguments',
  sub_code: subCode,
  sub_msg: message,
})

// Signed answers that are not what they should be: the truth in the books stays.
function bent(s: Simulation, fields: Fields, about: { method: string; orderNo: string | null }): Fields {
  if (s.levers.take('unknown_word', about)) {
    return fields['trade_status']
      ? { ...fields, trade_status: 'TRADE_UNDER_REVIEW' }
      : refusal('ACQ.NEVER_HEARD_OF', '新的错误')
  }
  const money = ['refund_fee', 'refund_amount', 'total_amount'].find((name) => typeof fields[name] === 'string')
  if (money && s.levers.take('wrong_amount', about)) return { ...fields, [money]: '0.01' }
  if (s.levers.take('wrong_order', about)) return { ...fields, out_trade_no: 'another-order' }
  return fields
}

function signedAnswer(
  s: Simulation,
  method: string,
  fields: Fields,
  about: { method: string; orderNo: string | null },
): string {
  // Alipay escapes slashes; a reader that writes the JSON anew before verifying fails on them.
  const content = JSON.stringify(fields).replaceAll('/', '\\/')
  const name = isMethod(method) ? responseName(method) : 'error_response'
  const sn = s.keys.certificate === null ? '' : `,"alipay_cert_sn":"${certificateSn(s.keys.certificate)}"`
  if (s.levers.take('unsigned', about)) return `{"${name}":${content}${sn}}`
  const lever: Lever | null = s.levers.take('bad_signature', about)
  const signature = signText(lever ? `${content} ` : content, s.keys.privateKey)
  return `{"${name}":${content}${sn},"sign":"${signature}"}`
}
