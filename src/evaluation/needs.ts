type Both = { zh: string; en: string }

export const declarations = ['present', 'workaround', 'missing'] as const
export type Declaration = (typeof declarations)[number]

/** Something the institution's integration needs of a wallet, and what it costs us in person-days when it is there, nearly there or not. */
export type Need = { id: string; name: Both; days: Record<Declaration, number>; isRequired: boolean }

const need = (id: string, zh: string, en: string, days: [number, number, number], isRequired = true): Need => ({
  id,
  name: { zh, en },
  days: { present: days[0], workaround: days[1], missing: days[2] },
  isRequired,
})

/** What the institution needs, with our own experience of the work: present is wiring and testing, missing is building it ourselves. */
export const needs: readonly Need[] = [
  need('pay-qr-merchant', '付款码与扫码支付', 'Shown and scanned codes', [1, 4, 12]),
  need('pay-online', '线上收银台', 'Online checkout', [1, 3, 10], false),
  need('refund-partial', '部分退款', 'Partial refunds', [1, 3, 8]),
  need('inquiry', '结果查询', 'Inquiry of a result', [1, 3, 10]),
  need('idempotence', '幂等请求', 'Idempotent requests', [0, 3, 9]),
  need('signed-notices', '带签名的通知', 'Signed notices', [1, 3, 8]),
  need('asymmetric-keys', '非对称密钥与轮换', 'Asymmetric keys, with rotation', [1, 2, 6]),
  need('daily-file', '每日对账文件', 'A daily file for reconciliation', [1, 4, 12]),
  need('dispute-api', '争议接口', 'Disputes over the API', [2, 4, 9], false),
  need('sandbox', '沙箱环境', 'A sandbox', [0, 3, 8]),
  need('strong-auth-flag', '强认证结果标识', 'A sign of strong authentication', [1, 2, 5]),
  need('consent-signal', '授权与撤回信号', 'Signals of consent and withdrawal', [1, 3, 7]),
  need('reversal', '撤销与关单', 'Reversal and closing of orders', [1, 2, 6]),
  need('english-docs', '双语文档', 'Documents in both languages', [0, 1, 3], false),
]
