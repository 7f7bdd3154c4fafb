// Drawn on a 16-unit grid with one stroke, so that the set looks made by one hand and costs nothing to load.
const drawings = {
  home: 'M2.5 7.5 8 3l5.5 4.5V13a.5.5 0 0 1-.5.5H3a.5.5 0 0 1-.5-.5ZM6.5 13.5V9.5h3v4',
  wallet: 'M2.5 5.5h11v7.5h-11ZM2.5 5.5 10.5 3v2.5M10.5 9.2h3',
  agreement: 'M4 2.5h6l2.5 2.5v8.5H4ZM6 7h4.5M6 9.5h4.5M6 4.8h2',
  verify: 'M8 2.2 13 4v4c0 3-2 5-5 5.8C5 13 3 11 3 8V4ZM5.8 8l1.6 1.6L10.4 6.5',
  payment: 'M2.5 4.5h11v7h-11ZM2.5 7h11M5 9.6h2.5',
  accounts: 'M2.5 3.5h11M8 3.5v10M4.5 6.5h1.5M4.5 9h1.5M10 6.5h1.5M10 9h1.5M10 11.5h1.5',
  settlement: 'M3 4h10v9.5H3ZM3 6.8h10M5.8 2.5V5M10.2 2.5V5M5.5 10.2l1.6 1.5 3-3',
  reconciliation: 'M5 3v10M11 3v10M5 5h6M5 8h6M5 11h6',
  search: 'M7 2.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4ZM10.2 10.2l3.3 3.3',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  moon: 'M13 9.6A5.4 5.4 0 0 1 6.4 3a5.4 5.4 0 1 0 6.6 6.6Z',
  language: 'M2.5 4h6M5.5 2.5V4M7.5 4c-.6 2.6-2.3 4.6-4.7 5.6M4 6c.8 1.6 2 2.7 3.5 3.4M8 13.5l2.8-7 2.7 7M9 11.2h3.6',
  copy: 'M5.5 5.5h8v8h-8ZM3.5 10.5h-1v-8h8v1',
  download: 'M8 2.5v7.5M5 7.2 8 10.2l3-3M2.8 13.2h10.4',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.6M13 2.6v2.6h-2.6',
  back: 'M9.8 3.5 5.3 8l4.5 4.5',
  next: 'M6.2 3.5 10.7 8l-4.5 4.5',
  close: 'M4 4l8 8M12 4l-8 8',
  check: 'M3 8.4 6.4 11.8 13 4.8',
  alert: 'M8 2.5 14 13H2ZM8 6.3v3.4M8 11.2v.4',
  help: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM6.2 6.3c.2-2.2 3.6-2 3.5.1 0 1.3-1.7 1.3-1.7 2.7M8 11v.4',
  clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM8 4.8V8l2.2 1.6',
  arrow: 'M2.5 8h11M9.5 4l4 4-4 4',
  down: 'M8 2.5v11M4 9.5l4 4 4-4',
  person: 'M8 2.5a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2ZM2.8 13.5c.6-3 2.5-4.3 5.2-4.3s4.6 1.3 5.2 4.3',
  leave: 'M9.5 2.8H3.2v10.4h6.3M6.5 8h7M11 5.5 13.5 8 11 10.5',
  undo: 'M5.5 3 2.8 5.7l2.7 2.7M2.8 5.7h6.4a3.7 3.7 0 0 1 0 7.4H5.5',
  link: 'M6.7 9.3a2.6 2.6 0 0 1 0-3.7l2-2a2.6 2.6 0 0 1 3.7 3.7l-1 1M9.3 6.7a2.6 2.6 0 0 1 0 3.7l-2 2a2.6 2.6 0 0 1-3.7-3.7l1-1',
  log: 'M8 2.5v3M8 5.5 4.5 8.5M8 5.5l3.5 3M2.8 8.5h3.4v2H2.8ZM9.8 8.5h3.4v2H9.8ZM4.5 10.5v3M11.5 10.5v3',
  vault: 'M2.5 2.5h11v10h-11ZM4 12.5v1.5M12 12.5v1.5M8 5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5ZM8 6.2v2.6M6.7 7.5h2.6',
  approval: 'M2.8 3h7.4v4.4M2.8 3v10h4M5 5.6h3M5 8h2M8.6 11.2l1.8 1.8 3.2-3.8',
  users:
    'M5.8 3a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4ZM1.8 13c.4-2.8 1.9-3.9 4-3.9s3.6 1.1 4 3.9M10.5 3.4a2 2 0 0 1 0 3.7M11.4 9.3c1.6.3 2.5 1.5 2.8 3.7',
  roles: 'M2.5 2.5h11v11h-11ZM2.5 6.2h11M6.2 2.5v11M8.3 9.9l1.3 1.3 2.3-2.6',
  key: 'M10.5 2.8a2.9 2.9 0 1 0 0 5.8 2.9 2.9 0 0 0 0-5.8ZM8.4 7.7 2.8 13.3M4.6 11.5l1.6 1.6M6.4 9.7l1.5 1.5',
  signOn: 'M7 2.8h6.2v10.4H7M2.5 8h7.5M7.5 5.5 10 8l-2.5 2.5',
  passkey:
    'M6 3.2a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2ZM1.6 13.4c.4-2.6 2-3.7 4.4-3.7.9 0 1.6.2 2.3.5M12 7.3a1.9 1.9 0 0 0-.8 3.6v2.6l.8.8 1.2-1.2-.8-.9.8-.9-.4-.4a1.9 1.9 0 0 0-.8-3.6Z',
  message: 'M2.5 3.5h11v7.5h-6L4.5 13.5v-2.5h-2ZM5 6.2h6M5 8.5h4',
  password: 'M3 7h10v6.5H3ZM5.2 7V5.2a2.8 2.8 0 0 1 5.6 0V7M8 9.5v1.6',
  recovery:
    'M8 2.3a5.7 5.7 0 1 0 0 11.4A5.7 5.7 0 0 0 8 2.3ZM8 5.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6ZM4 4l2.4 2.4M12 4 9.6 6.4M4 12l2.4-2.4M12 12 9.6 9.6',
  print: 'M4.5 6V2.5h7V6M4.5 11h-2V6h11v5h-2M4.5 9.5h7v4h-7Z',
  phone: 'M5 2h6v12H5ZM7.3 12h1.4',
  desk: 'M2.5 3.5h11v7h-11ZM6 13.5h4M8 10.5v3',
  seal: 'M2.8 2.8h10.4v10.4H2.8ZM5.2 6h5.6M8 4.6v6.8M5.6 8.6h4.8M5.2 11.4h5.6',
} as const

export type IconName = keyof typeof drawings

/** Decorative by itself: the words beside it, or `aria-label` on its button, carry the meaning. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={drawings[name]} />
    </svg>
  )
}
