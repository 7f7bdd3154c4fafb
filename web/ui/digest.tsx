import { CopyButton } from './copy.tsx'

/** A digest or an id by its ends, the whole in the title and on the clipboard. */
export function Digest({ of, head = 8, tail = 6, copy }: { of: string; head?: number; tail?: number; copy?: string }) {
  const short = of.length > head + tail + 1 ? `${of.slice(0, head)}…${tail > 0 ? of.slice(-tail) : ''}` : of
  return (
    <span className="digest">
      <code title={of}>{short}</code>
      {copy ? <CopyButton text={of} label={copy} /> : null}
    </span>
  )
}
