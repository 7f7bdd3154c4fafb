import { type ReactNode, useId } from 'react'

type Props = {
  label: string
  /** A word below the field; said as an alert when the field is wrong. */
  help?: ReactNode
  wrong?: boolean
  /** Draws the field with the id its label points to, and the id of the word that describes it. */
  children: (id: string, says: string) => ReactNode
}

/** A field of a form under its label, with the word that helps or says what is wrong. */
export function Field({ label, help, wrong = false, children }: Props) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id, `${id}-says`)}
      {help ? (
        <small id={`${id}-says`} className={wrong ? 'bad' : 'faint'} role={wrong ? 'alert' : undefined}>
          {help}
        </small>
      ) : null}
    </div>
  )
}
