import { Input } from 'antd'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'

type Props = {
  label: string
  value: string
  change: (code: string) => void
  wrong: string | null
  /** Six digits; a recovery code has letters and a dash. */
  kind?: 'digits' | 'recovery'
  focus?: boolean
}

/** A code that is typed once: from an app, a message or a sheet of paper. */
export function CodeField({ label, value, change, wrong, kind = 'digits', focus = true }: Props) {
  const t = useText()
  const isDigits = kind === 'digits'
  return (
    <Field label={label} wrong={wrong !== null} help={wrong ?? (isDigits ? t('code.digits') : t('code.recoveryHelp'))}>
      {(id, says) => (
        <Input
          id={id}
          className="code-field figures"
          size="large"
          value={value}
          // The cursor waits where the only thing to do is to type.
          autoFocus={focus}
          autoComplete="one-time-code"
          inputMode={isDigits ? 'numeric' : 'text'}
          maxLength={isDigits ? 7 : 24}
          aria-describedby={says}
          {...(wrong ? { status: 'error' as const, 'aria-invalid': true } : {})}
          onChange={(event) => change(isDigits ? event.target.value.replace(/[^\d\s]/g, '') : event.target.value)}
        />
      )}
    </Field>
  )
}

/** What is sent: without the blanks people type for reading. */
export const bare = (code: string): string => code.replace(/\s/g, '')
