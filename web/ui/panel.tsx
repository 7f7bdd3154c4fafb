import type { ReactNode } from 'react'

type Props = {
  title?: ReactNode
  /** A word under the title. */
  note?: ReactNode
  /** Buttons or links at the right of the title. */
  extra?: ReactNode
  /** No inner margin: for a table that fills the panel. */
  flush?: boolean
  className?: string
  id?: string
  children: ReactNode
}

/** A sheet of paper with a heading. */
export function Panel({ title, note, extra, flush = false, className = '', id, children }: Props) {
  return (
    <section className={`panel ${flush ? 'panel-flush' : ''} ${className}`} id={id}>
      {title ? (
        <header className="panel-head">
          <div>
            <h2>{title}</h2>
            {note ? <p className="faint">{note}</p> : null}
          </div>
          {extra ? <div className="panel-extra">{extra}</div> : null}
        </header>
      ) : null}
      <div className="panel-body">{children}</div>
    </section>
  )
}
