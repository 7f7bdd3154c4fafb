import { Input, Select } from 'antd'
import type { ReactNode } from 'react'
import type { Text } from '../../api/values.ts'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'
import { useSay } from '../../ui/language.ts'
import { useAsk } from '../ask.ts'
import { Trouble } from '../loaded.tsx'
import { type Draft, ways } from './draft.ts'
import { PhoneLink } from './phoneLink.tsx'
import type { Wrong } from './startPayment.ts'

type Props = {
  draft: Draft
  change: (part: Partial<Draft>) => void
  /** The wallets that are live, by the names orders call them. */
  wallets: { id: string; name: Text }[]
  wrong: Wrong
  /** Sent, and not yet refused: the same order may be asked again, never another under its number. */
  locked: boolean
  children: ReactNode
}

/** What an order needs: how it is paid, who is paid where, for what, how much, and with which wallet. */
export function NewPaymentFields({ draft, change, wallets, wrong, locked, children }: Props) {
  const t = useText()
  const merchants = useAsk('/v1/merchants', { query: { limit: 100 } })
  const merchant = useAsk(
    '/v1/merchants/{id}',
    { params: { id: draft.merchant ?? '' } },
    { when: draft.merchant !== null },
  )
  const stores = draft.merchant ? (merchant.data?.stores ?? []) : []
  const line = { draft, change, wrong, disabled: locked }
  if (merchants.error) return <Trouble error={merchants.error} again={() => void merchants.refetch()} />
  return (
    <>
      <Ways draft={draft} change={change} disabled={locked} />
      <div className="form-even">
        <Choice
          {...line}
          place="merchant"
          hint={t('order.merchantHint')}
          of={(merchants.data?.items ?? []).filter(({ active }) => active)}
          loading={merchants.isPending}
        />
        <Choice
          {...line}
          place="store"
          hint={t('order.storeHint')}
          of={stores}
          loading={merchant.isFetching}
          disabled={locked || stores.length === 0}
        />
        <Line {...line} place="subject" hint={t('order.subjectHint')} most={120} />
        <Line {...line} place="amount" hint="0.00" prefix="CNY" mode="decimal" most={20} />
        {draft.way === 'online' ? null : <Choice {...line} place="wallet" hint={t('order.walletHint')} of={wallets} />}
        {draft.way === 'qr-consumer' ? (
          <Line
            {...line}
            place="code"
            hint="28…"
            mode="numeric"
            most={40}
            help={
              <>
                {t('order.codeHelp')} <PhoneLink />
              </>
            }
          />
        ) : null}
      </div>
      {children}
    </>
  )
}

function Ways({ draft, change, disabled }: Pick<Props, 'draft' | 'change'> & { disabled: boolean }) {
  const t = useText()
  return (
    <fieldset className="ways" disabled={disabled}>
      <legend>{t('order.how')}</legend>
      {ways.map((way) => (
        <label key={way} className="way">
          <input type="radio" name="way" checked={draft.way === way} onChange={() => change({ way })} />
          <strong>{t(`product.${way}`)}</strong>
          <span>{t(`order.how.${way}`)}</span>
        </label>
      ))}
    </fieldset>
  )
}

type OnLine = Pick<Props, 'draft' | 'change' | 'wrong'> & { disabled: boolean }

type ChoiceProps = OnLine & {
  place: 'merchant' | 'store' | 'wallet'
  hint: string
  of: { id: string; name: Text }[]
  loading?: boolean
}

function Choice({ draft, change, wrong, place, hint, of, loading = false, disabled }: ChoiceProps) {
  const t = useText()
  const say = useSay()
  const pick = (id: string | undefined): void =>
    change(place === 'merchant' ? { merchant: id ?? null, store: null } : { [place]: id ?? null })
  return (
    <Field label={t(`order.${place}`)} help={wrong[place]} wrong={Boolean(wrong[place])}>
      {(id, says) => (
        <Select
          id={id}
          aria-describedby={says}
          value={draft[place] ?? undefined}
          onChange={pick}
          options={of.map((one) => ({ value: one.id, label: say(one.name), words: `${one.name.zh} ${one.name.en}` }))}
          showSearch={{ filterOption: (typed, one) => (one?.words ?? '').toLowerCase().includes(typed.toLowerCase()) }}
          allowClear={place === 'store'}
          placeholder={hint}
          loading={loading}
          disabled={disabled}
          status={wrong[place] ? 'error' : ''}
        />
      )}
    </Field>
  )
}

type LineProps = OnLine & {
  place: 'subject' | 'amount' | 'code'
  hint: string
  most: number
  prefix?: string
  mode?: 'decimal' | 'numeric' | 'text'
  help?: ReactNode
}

function Line({ draft, change, wrong, disabled, place, hint, most, prefix, mode = 'text', help }: LineProps) {
  const t = useText()
  return (
    <Field label={t(`order.${place}`)} help={wrong[place] ?? help} wrong={Boolean(wrong[place])}>
      {(id, says) => (
        <Input
          id={id}
          aria-describedby={says}
          value={draft[place]}
          placeholder={hint}
          maxLength={most}
          prefix={prefix}
          inputMode={mode}
          autoComplete="off"
          status={wrong[place] ? 'error' : ''}
          disabled={disabled}
          onChange={(event) => change({ [place]: event.target.value })}
        />
      )}
    </Field>
  )
}
