import type { Text } from '../../api/values.ts'
import { type TextKey, texts } from '../../text/text.ts'

/** A text of the console in both languages, for what is sent and read elsewhere: a step-up's summary in a message. */
export function bothSaid(key: TextKey, values: Record<string, string | number> = {}): Text {
  const of = (lng: string): string => String(texts.t(key as string, { lng, ...values }))
  return { zh: of('zh-CN'), en: of('en') }
}
