import { CopyButton } from './copy.tsx'

/** What went over the wire, as redacted text; JSON and query strings are laid out to be read. */
export function Evidence({ label, text, copy }: { label: string; text: string; copy: string }) {
  return (
    <figure className="evidence">
      <figcaption>
        <span>{label}</span>
        <CopyButton text={text} label={copy} />
      </figcaption>
      {/* A reader scrolls it by keyboard, so it can be focused. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <pre tabIndex={0}>{laidOut(text)}</pre>
    </figure>
  )
}

function laidOut(text: string): string {
  const start = text.search(/[{[]/)
  if (start < 0) return text
  try {
    return text.slice(0, start) + JSON.stringify(JSON.parse(text.slice(start)), null, 2)
  } catch {
    return text // not JSON after all: show it as it came
  }
}
