import { palettes } from './palette.ts'

export type Mode = keyof typeof palettes

/** Lays the palette down as CSS variables, `inkSoft` as `--ink-soft`, for our own style sheets and the charts. */
export function paint(mode: Mode): void {
  const root = document.documentElement
  root.dataset['mode'] = mode
  root.style.colorScheme = mode
  for (const [name, colour] of Object.entries(palettes[mode])) {
    root.style.setProperty(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, colour)
  }
}
