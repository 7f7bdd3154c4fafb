import { AutoComplete, Input } from 'antd'
import { useState } from 'react'
import { useText } from '../../text/text.ts'
import { Icon } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { useAsk } from '../ask.ts'
import { paymentStates } from '../states.tsx'
import { filterKeys, products } from './filter.ts'

type Props = { value: string; wrong: string[]; onChange: (text: string) => void }

/** The one box: words and `key:value`, with what may follow offered while one types. `/` comes here. */
export function FilterBox({ value, wrong, onChange }: Props) {
  const t = useText()
  // What is typed counts until another filter comes from outside.
  const [typed, setTyped] = useState({ over: value, text: value })
  const text = typed.over === value ? typed.text : value
  const setText = (next: string): void => setTyped({ over: value, text: next })
  const offers = useOffers(text)
  return (
    <div className="filter-box" data-search>
      <AutoComplete
        value={text}
        options={offers}
        onChange={(next: string) => setText(next)}
        onSelect={(next: string) => (next.endsWith(':') ? undefined : onChange(next))}
        popupMatchSelectWidth={320}
        defaultActiveFirstOption={false}
      >
        <Input
          prefix={<Icon name="search" size={14} />}
          placeholder={t('payments.filterHint')}
          aria-label={t('payments.filter')}
          aria-invalid={wrong.length > 0}
          status={wrong.length > 0 ? 'error' : ''}
          suffix={text ? <ClearButton clear={() => onChange('')} /> : null}
          onPressEnter={() => onChange(text.trim())}
        />
      </AutoComplete>
      {wrong.length > 0 ? (
        <p className="filter-wrong" role="alert">
          {t('payments.filterWrong', { words: wrong.join(' ') })}
        </p>
      ) : null}
    </div>
  )
}

function ClearButton({ clear }: { clear: () => void }) {
  const t = useText()
  return (
    <button type="button" className="plain" aria-label={t('filter.clear')} onClick={clear}>
      <Icon name="close" size={14} />
    </button>
  )
}

// Offers complete the last word only and keep the rest as it was typed.
function useOffers(text: string): { value: string; label: string }[] {
  const t = useText()
  const say = useSay()
  const partners = useAsk('/v1/partners', { query: { limit: 50 } })
  const cut = text.lastIndexOf(' ') + 1
  const before = text.slice(0, cut)
  const word = text.slice(cut)
  const offer = (value: string, label: string) => ({ value: before + value, label })
  const choices: Record<string, [string, string][]> = {
    state: paymentStates.map((state) => [state, t(`payment.state.${state}`)]),
    product: products.map((product) => [product, t(`product.${product}`)]),
    wallet: (partners.data?.items ?? []).map((wallet) => [wallet.id, say(wallet.name)]),
    amount: ['>100', '>=1000', '<5', '10..20'].map((amount) => [amount, t('filter.amount')]),
  }
  const [key = '', typed] = word.split(':')
  if (typed === undefined) {
    return filterKeys
      .filter((name) => name.startsWith(word))
      .map((name) => offer(`${name}:`, `${name}:  ${t(`filter.${name}`)}`))
  }
  const wanted = typed.toLowerCase()
  return (choices[key] ?? [])
    .filter(([value, name]) => `${value} ${name}`.toLowerCase().includes(wanted))
    .map(([value, name]) => offer(`${key}:${value} `, `${name}  ·  ${value}`))
}
