import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { useAsk } from '../ask.ts'
import { Go } from '../go.tsx'
import './light.css'

/** The integrity light of the bar above every page; nothing for those who may not read the log. */
export function LogLight() {
  const t = useText()
  const me = useAsk('/v1/me')
  const may = me.data?.may.includes('log.read') ?? false
  const status = useAsk('/v1/log', {}, { everyMs: 60_000, when: may })
  if (!status.data) return null
  const { state } = status.data.integrity
  const words = t(`log.state.${state}`)
  return (
    <Go to={paths.log()} className={`plain log-light log-light-${state}`} label={t('log.light', { state: words })}>
      <i aria-hidden="true" />
      <span className="wide-only">{words}</span>
    </Go>
  )
}
