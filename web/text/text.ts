import { createInstance } from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Language } from '../ui/language.ts'
import { en } from './en.ts'
import { zhCN } from './zh-CN.ts'

type Written = keyof typeof zhCN
/** A text by its key; counted texts are asked for without `_one` or `_other`. */
export type TextKey = Written extends infer Key ? (Key extends `${infer Stem}_${'one' | 'other'}` ? Stem : Key) : never
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string

/** i18next with our two languages; keys contain dots and are flat. */
export const texts = createInstance({
  lng: 'zh-CN',
  fallbackLng: false,
  resources: { 'zh-CN': { translation: zhCN }, en: { translation: en } },
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false }, // React escapes
  returnNull: false,
})

export async function startTexts(language: Language): Promise<void> {
  await texts.use(initReactI18next).init()
  await texts.changeLanguage(language)
}

/** `t('payment.refund')`, typed by the keys of zh-CN.ts. */
export function useText(): Translate {
  const { t } = useTranslation()
  return (key, values) => String(t(key as string, values ?? {}))
}
