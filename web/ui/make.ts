// Pages without a framework are made with these: real nodes, texts that are never markup.

type Value = string | number | boolean | null | undefined | ((event: never) => void)
export type Props = Record<string, Value>
export type Child = Node | string | number | null | undefined | false

/** An element with attributes, listeners (`onclick: pay`) and children. False and null attributes and children are left out. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  dress(made, props)
  made.append(...kept(children))
  return made
}

const svgSpace = 'http://www.w3.org/2000/svg'

/** The same for a drawing. */
export function draw(tag: string, props: Props = {}, ...children: Child[]): SVGElement {
  const made = document.createElementNS(svgSpace, tag)
  dress(made, props)
  made.append(...kept(children))
  return made
}

/** A line drawing on a grid of 16, decorative: the words beside it carry the meaning. */
export const icon = (path: string, size = 16): SVGElement =>
  draw(
    'svg',
    { class: 'icon', width: size, height: size, viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' },
    draw('path', { d: path }),
  )

/** A QR code from its path; always dark on white, whatever the page looks like, because readers expect that. */
export const qrPicture = ({ size, path }: { size: number; path: string }, label: string): SVGElement =>
  draw(
    'svg',
    { class: 'qr', viewBox: `0 0 ${size} ${size}`, role: 'img', 'aria-label': label, 'shape-rendering': 'crispEdges' },
    draw('rect', { width: size, height: size, fill: '#fff' }),
    draw('path', { d: path, fill: '#000' }),
  )

function dress(made: Element, props: Props): void {
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') made.addEventListener(name.replace(/^on/, ''), value as EventListener)
    else if (value !== null && value !== undefined && value !== false)
      made.setAttribute(name, value === true ? '' : String(value))
  }
}

const kept = (children: Child[]): (Node | string)[] =>
  children
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (typeof child === 'number' ? String(child) : child))
