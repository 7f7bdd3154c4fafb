import { type ReactNode, useEffect } from 'react'
import { useText } from '../text/text.ts'
import { Icon } from '../ui/icon.tsx'
import { Go } from './go.tsx'

type Props = {
  /** What the tab says. */
  title: string
  /** What the heading says when it is more than words. */
  head?: ReactNode
  note?: ReactNode
  /** Where one comes from. */
  up?: { to: string; name: string }
  actions?: ReactNode
  children: ReactNode
}

/** A page: way back, heading, actions, content. */
export function Page({ title, head, note, up, actions, children }: Props) {
  const t = useText()
  useEffect(() => {
    document.title = `${title} · ${t('brand.name')}`
  }, [title, t])
  return (
    <main className="page" id="content" tabIndex={-1}>
      <header className="page-head">
        <div className="page-title">
          {up ? (
            <Go to={up.to} className="up">
              <Icon name="back" size={13} />
              {up.name}
            </Go>
          ) : null}
          {head ?? <h1>{title}</h1>}
          {note ? <p className="faint">{note}</p> : null}
        </div>
        {actions ? <div className="page-actions">{actions}</div> : null}
      </header>
      {children}
    </main>
  )
}
