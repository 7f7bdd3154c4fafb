import type { AgreementVersion } from '../../api/contract.ts'
import { useText } from '../../text/text.ts'
import { useReader, useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { useAsk } from '../ask.ts'
import { Loaded } from '../loaded.tsx'
import { leafWords } from '../projection/leafWords.ts'
import { changesOf } from './changesOf.ts'
import '../obligations/obligations.css'

/** What this version changes of the one before, leaf by leaf; nothing for a first version. */
export function Changes({ of }: { of: AgreementVersion }) {
  const t = useText()
  const say = useSay()
  const { language } = useReader()
  const n = of.version - 1
  const before = useAsk('/v1/agreements/{id}/versions/{n}', { params: { id: of.agreement, n } }, { when: n > 0 })
  if (n === 0) return null
  return (
    <Panel title={t('life.changes', { number: n })} note={t('life.changesNote')}>
      <Loaded ask={before} lines={4}>
        {(old) => (
          <ul className="life-rows">
            {changesOf(old, of).map((change) => (
              <li key={change.path}>
                <a href={`#${change.path}`}>
                  {say(change.clause)} <span className="faint">{leafWords(change.path, language)}</span>
                </a>
                <span className="life-change">
                  {change.before ? <del>{say(change.before)}</del> : <span className="faint">{t('life.new')}</span>}{' '}
                  <span aria-hidden="true">→</span>{' '}
                  {change.after ? <ins>{say(change.after)}</ins> : <span className="faint">{t('life.gone')}</span>}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  )
}
