import { draw } from '../ui/make.ts'

/** A turning mark for what takes a moment. */
export const spinner = (size = 16): SVGElement =>
  draw(
    'svg',
    { class: 'spin', width: size, height: size, viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    draw('path', { d: 'M14 8a6 6 0 1 1-6-6' }),
  )
