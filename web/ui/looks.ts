import type { Language } from './language.ts'
import type { Mode } from './paint.ts'

/** Language, and light or dark. */
export type Looks = { language: Language; mode: Mode }

/** What a page without a framework looks like for its reader: kept on this device under `place`, at first as the browser asks. */
export function keptLooks(place: string): Looks {
  const asked: Looks = {
    language: navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en',
    mode: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  }
  try {
    const { language, mode } = JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Looks>
    return {
      language: language === 'en' || language === 'zh-CN' ? language : asked.language,
      mode: mode === 'dark' || mode === 'light' ? mode : asked.mode,
    }
  } catch {
    return asked
  }
}

export function keepLooks(place: string, looks: Looks): void {
  try {
    localStorage.setItem(place, JSON.stringify(looks))
  } catch {
    // storage may be forbidden: the choice then lasts for this visit
  }
}
