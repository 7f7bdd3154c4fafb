import { App, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { ConsentCount, ConsentPurpose, ConsentState, PurposeAssessed } from '../../api/contract-privacy.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Digest } from '../../ui/digest.tsx'
import { Field } from '../../ui/field.tsx'
import { useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { WaitingHere } from '../approvals/waitingHere.tsx'
import { useAsk, useForget } from '../ask.ts'
import { Loaded } from '../loaded.tsx'
import { useComplain } from '../refuse.ts'
import { Assessed } from './assessment.tsx'

const flags = ['separate', 'sensitive', 'written', 'shares', 'recommends', 'abroad'] as const

/** The purposes, the words people are asked by, and how many agree. */
export function Catalogue() {
  const catalogue = useAsk('/v1/consent-purposes')
  const assessed = useAsk('/v1/consent-assessments')
  return (
    <Loaded ask={catalogue} lines={14}>
      {({ items, counts }) => (
        <div className="purposes">
          <WaitingHere within="consent-catalogue" />
          {items.map((purpose) => (
            <Purpose
              key={purpose.id}
              of={purpose}
              counts={counts.filter((one) => one.purpose === purpose.id)}
              assessed={assessed.data?.items.find((one) => one.purpose === purpose.id)}
            />
          ))}
        </div>
      )}
    </Loaded>
  )
}

type Shown = { of: ConsentPurpose; counts: ConsentCount[]; assessed: PurposeAssessed | undefined }

function Purpose({ of, counts, assessed }: Shown) {
  const t = useText()
  const say = useSay()
  const count = (state: ConsentState): number => counts.find((one) => one.state === state)?.consents ?? 0
  const coverage = { live: count('in_force'), outdated: count('outdated'), withdrawn: count('withdrawn') }
  return (
    <Panel
      title={say(of.name)}
      note={say(of.why)}
      extra={
        <>
          {of.active ? null : <Badge tone="ochre">{t('assess.off')}</Badge>}
          <Badge tone="slate">{t(`consent.basis.${of.basis}`)}</Badge>
        </>
      }
    >
      <ul className="purpose-flags">
        {flags
          .filter((flag) => of[flag])
          .map((flag) => (
            <li key={flag}>
              <Badge tone={flag === 'sensitive' || flag === 'written' ? 'ochre' : 'indigo'}>
                {t(`consent.flag.${flag}`)}
              </Badge>
            </li>
          ))}
      </ul>
      <p className="soft">{of.scopes.map(({ name }) => say(name)).join(' · ')}</p>
      {of.text ? (
        <blockquote className="purpose-text">
          <p>{say(of.text)}</p>
          <footer className="faint">
            {t('consent.version', { n: of.text.version })} · <Digest of={of.text.digest} head={8} tail={4} />
          </footer>
        </blockquote>
      ) : null}
      <footer className="purpose-foot">
        <span className="faint">{of.basis === 'consent' ? t('consent.coverage', coverage) : ''}</span>
        <Publish of={of} />
      </footer>
      <Assessed of={of} assessed={assessed} />
    </Panel>
  )
}

function Publish({ of }: { of: ConsentPurpose }) {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const me = useAsk('/v1/me')
  const may = me.data?.may.includes('consents.manage') ?? false
  const [words, setWords] = useState<{ zh: string; en: string } | null>(null)
  const isWritten = words !== null && words.zh.trim() !== '' && words.en.trim() !== ''
  const publish = async (): Promise<void> => {
    if (!words) return
    const wait =
      of.noticeDays > 0
        ? { effectiveAt: new Date(Date.now() + (of.noticeDays * 24 + 1) * 3_600_000).toISOString() }
        : {}
    try {
      const key = `text-${of.id}-${(of.text?.version ?? 0) + 1}-${words.zh.length}-${words.en.length}`
      const doing = { params: { id: of.id }, key }
      const { approval } = await post('/v1/consent-purposes/{id}/texts', { ...words, ...wait }, doing)
      message.success(t(approval ? 'approval.asked' : 'consent.published'))
      setWords(null)
      await forget()
    } catch (error) {
      complain(error)
    }
  }
  return (
    <>
      <Button
        size="small"
        disabled={!may}
        title={may ? '' : t('consent.mayNot')}
        onClick={() => setWords({ zh: of.text?.zh ?? '', en: of.text?.en ?? '' })}
      >
        {t('consent.publish')}
      </Button>
      <Modal
        open={words !== null}
        title={t('consent.publish')}
        okText={t('consent.publish')}
        okButtonProps={{ disabled: !isWritten }}
        onOk={() => void publish()}
        onCancel={() => setWords(null)}
      >
        <p className="faint">{t('consent.publishHelp')}</p>
        {of.noticeDays > 0 ? <p className="faint">{t('consent.publishNotice', { days: of.noticeDays })}</p> : null}
        {(['zh', 'en'] as const).map((language) => (
          <Field key={language} label={t(`consent.${language}`)}>
            {(id) => (
              <Input.TextArea
                id={id}
                rows={4}
                maxLength={4_000}
                value={words?.[language] ?? ''}
                onChange={(event) => setWords((was) => was && { ...was, [language]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </Modal>
    </>
  )
}
