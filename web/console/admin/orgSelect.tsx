import { Select } from 'antd'
import { useSay } from '../../ui/language.ts'
import { useAsk } from '../ask.ts'

/** Chooses the organisation somebody or something belongs to: the institution, a partner or a merchant. */
export function OrgSelect({ id, value, onChange }: { id: string; value: string; onChange: (org: string) => void }) {
  const say = useSay()
  const me = useAsk('/v1/me')
  const partners = useAsk('/v1/partners', { query: { limit: 100 } })
  const merchants = useAsk('/v1/merchants', { query: { limit: 100 } })
  const own = me.data ? [{ value: 'institution', label: say(me.data.institution.name) }] : []
  const others = [...(partners.data?.items ?? []), ...(merchants.data?.items ?? [])]
  return (
    <Select
      id={id}
      style={{ width: '100%' }}
      value={value}
      showSearch={{ optionFilterProp: 'label' }}
      onChange={onChange}
      options={[...own, ...others.map((one) => ({ value: one.id, label: say(one.name) }))]}
    />
  )
}

/** The kind an organisation's id says it is. */
export const kindOfOrg = (org: string): 'institution' | 'partner' | 'merchant' =>
  org.startsWith('par_') ? 'partner' : org.startsWith('mer_') ? 'merchant' : 'institution'
