/** What lies over the page: the menu of a phone, the palette, the list of keys. */
export type Open = 'menu' | 'commands' | 'help' | null

/** The key of the palette as this machine calls it. */
export const commandKey = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'
