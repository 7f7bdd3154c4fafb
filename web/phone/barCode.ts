import { draw } from '../ui/make.ts'

// Widths of bars and spaces of Code 128, values 0 to 105, six each (ISO/IEC 15417, table 1).
const widths =
  '212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221223211221132' +
  '221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321112313132113132311211313' +
  '231113231311112133112331132131113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111' +
  '314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111' +
  '111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113114311411113411311113141' +
  '114131311141411131211412211214211232'
const startC = 105
const stop = '2331112'

/** Digits in pairs as a bar code, 10 modules of quiet before and after. Ask for an even number of digits. */
export function barCode(digits: string, label: string): SVGElement {
  const values = [startC, ...(digits.match(/\d\d/g) ?? []).map(Number)]
  const check = values.reduce((sum, value, place) => sum + value * Math.max(1, place), 0) % 103
  const modules = [...values, check].map((value) => widths.slice(value * 6, value * 6 + 6)).join('') + stop
  let x = 10
  let path = ''
  for (const [place, width] of [...modules].map(Number).entries()) {
    if (place % 2 === 0) path += `M${x} 0h${width}v1h-${width}z`
    x += width
  }
  return draw(
    'svg',
    {
      class: 'bars',
      viewBox: `0 0 ${x + 10} 1`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': label,
      'shape-rendering': 'crispEdges',
    },
    draw('rect', { width: x + 10, height: 1, fill: '#fff' }),
    draw('path', { d: path, fill: '#000' }),
  )
}
