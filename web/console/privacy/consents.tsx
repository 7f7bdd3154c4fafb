import { Segmented } from 'antd'
import { useState } from 'react'
import { useText } from '../../text/text.ts'
import { Page } from '../page.tsx'
import { Catalogue } from './catalogue.tsx'
import { Ledger } from './ledger.tsx'
import './privacy.css'

const looks = ['ledger', 'catalogue'] as const
type Look = (typeof looks)[number]

/** Who agreed to what, and the catalogue of purposes with the texts people are asked by. */
export default function Consents() {
  const t = useText()
  const [look, setLook] = useState<Look>('ledger')
  const options = looks.map((value) => ({ value, label: t(`consent.look.${value}`) }))
  return (
    <Page
      title={t('nav.consents')}
      note={t('consent.note')}
      actions={<Segmented<Look> value={look} options={options} onChange={setLook} aria-label={t('consent.look')} />}
    >
      {look === 'ledger' ? <Ledger /> : <Catalogue />}
    </Page>
  )
}
