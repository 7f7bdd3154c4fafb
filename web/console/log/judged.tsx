import { Button } from 'antd'
import { useText } from '../../text/text.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import type { JudgedStep, Judgement } from '../../ui/judgeReceipt.ts'
import { keyWords } from '../../ui/note.ts'
import { remember } from './memory.ts'

const looks: Record<Judgement['verdict'], { tone: string; icon: IconName }> = {
  genuine: { tone: 'verdict-good', icon: 'check' },
  strange: { tone: 'verdict-strange', icon: 'help' },
  altered: { tone: 'verdict-bad', icon: 'alert' },
}

/** What this machine found: the verdict in words, each step, and what to do when the key is not known yet. */
export function Judged({
  of,
  onTrust,
  name,
  small = false,
}: {
  of: Judgement
  onTrust: (key: string) => void
  name?: string
  small?: boolean
}) {
  const t = useText()
  const { tone, icon } = looks[of.verdict]
  const key = of.receipt?.key ?? null
  const trust = (): void => {
    if (!key) return
    remember({ key })
    onTrust(key)
  }
  return (
    <div aria-live="polite">
      <section className={`verdict ${tone} ${small ? 'verdict-small' : ''}`} data-verdict={of.verdict}>
        <Icon name={icon} size={small ? 20 : 30} />
        <div>
          <h2>{t(`receipt.verdict.${of.verdict}`)}</h2>
          <p>{t(`receipt.${of.verdict}Help`)}</p>
          <p className="faint">
            {name ? `${name} · ` : ''}
            {t(small ? 'receipt.here' : 'receipt.offline')}
          </p>
        </div>
        {of.verdict === 'strange' && key ? (
          <div className="verdict-key">
            <code title={key}>{keyWords(key)}</code>
            <Button size="small" onClick={trust} title={t('receipt.trustNote')}>
              {t('receipt.trust')}
            </Button>
          </div>
        ) : null}
      </section>
      <ol className="decisions judged-steps" aria-label={t('receipt.steps')}>
        {of.steps.map((step, at) => (
          <Step key={step.name} of={step} at={at} />
        ))}
      </ol>
    </div>
  )
}

// A key that was held against none is an open question, not a broken one.
function Step({ of, at }: { of: JudgedStep; at: number }) {
  const t = useText()
  const isUntrusted = of.name === 'key' && of.detail === ''
  const isOpen = of.passed === null || isUntrusted
  const look = isOpen ? 'open' : of.passed ? 'pass' : 'fail'
  return (
    <li className={look} style={{ animationDelay: `${at * 90}ms` }}>
      <Icon name={isOpen ? 'clock' : of.passed ? 'check' : 'close'} size={14} />
      <span>
        <span className="sr">{t(isOpen ? 'check.open' : of.passed ? 'check.passed' : 'check.failed')} </span>
        {t(`receipt.step.${of.name}`)}
        {isUntrusted ? <span className="faint"> · {t('receipt.keyOpen')}</span> : null}
        {of.passed === null ? <span className="faint"> · {t('receipt.nothing')}</span> : null}
        {of.passed !== null && of.detail ? <span className="faint judged-detail"> · {of.detail}</span> : null}
      </span>
    </li>
  )
}
