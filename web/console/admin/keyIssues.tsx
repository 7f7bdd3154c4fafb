import { Button, Tooltip } from 'antd'
import { post } from '../../api/client.ts'
import type { ApiKeyShown } from '../../api/contract-admin.ts'
import { useText } from '../../text/text.ts'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useAsk } from '../ask.ts'
import { useAct } from './act.ts'

/** Keys that others approved: whoever asked for one collects it here, once; until then it does not exist. */
export function KeyIssues({ show }: { show: (made: ApiKeyShown) => void }) {
  const t = useText()
  const say = useSay()
  const { act, busy } = useAct()
  const items = useAsk('/v1/api-key-issues').data?.items ?? []
  if (items.length === 0) return null
  const collect = (approval: string, name: { zh: string; en: string }) =>
    act(async () => {
      const summary = { zh: `领取密钥「${name.zh}」`, en: `Collect the API key “${name.en}”` }
      const doing = { params: { approval }, confirming: { summary } }
      show(await post('/v1/api-key-issues/{approval}/collect', {}, doing))
    })
  return (
    <Panel title={t('keys.collectTitle')} note={t('keys.collectNote')}>
      <ul className="admin-list">
        {items.map((one) => (
          <li key={one.approval}>
            <strong>{say(one.name)}</strong>
            <span>
              {say(one.org.name)} · {t('keys.scopesCount', { count: one.permissions.length })} · {say(one.maker.name)}
            </span>
            <span className="faint">
              {t('keys.collectBy')} <Moment at={one.expiresAt} />
            </span>
            <Tooltip title={one.may.includes('collect') ? '' : t('keys.collectOnly', { name: say(one.maker.name) })}>
              <Button
                size="small"
                type="primary"
                disabled={!one.may.includes('collect')}
                loading={busy}
                onClick={() => void collect(one.approval, one.name)}
              >
                {t('keys.collect')}
              </Button>
            </Tooltip>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
