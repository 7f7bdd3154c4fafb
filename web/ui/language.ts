import { createContext, useContext } from 'react'
import type { Text } from '../api/values.ts'

export type Language = 'zh-CN' | 'en'

/** What every primitive needs to know of the reader: language, zone, and the server's clock minus ours. */
export type Reader = { language: Language; zone: string; aheadMs: number }

export const ReaderContext = createContext<Reader>({ language: 'zh-CN', zone: 'Asia/Shanghai', aheadMs: 0 })

export const useReader = (): Reader => useContext(ReaderContext)

/** Picks the reader's language of a text that came in both. */
export function useSay(): (text: Text) => string {
  const { language } = useReader()
  return (text) => (language === 'en' ? text.en : text.zh)
}
