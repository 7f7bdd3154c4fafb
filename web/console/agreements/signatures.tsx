import type { AgreementVersion, Signature } from '../../api/contract.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Digest } from '../../ui/digest.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'

/** What was signed, by whom, with which certificate, and from when it is in force. */
export function Signatures({ of }: { of: AgreementVersion }) {
  const t = useText()
  return (
    <div className="signing">
      <Panel title={t('agreement.identity')}>
        <Facts
          of={[
            [t('agreement.inForceFrom'), <Moment key="e" at={of.effective} form="full" />],
            [t('agreement.until'), of.until ? <Moment key="u" at={of.until} form="full" /> : t('agreement.open')],
            [t('agreement.root'), <Digest key="d" of={of.digest} head={12} tail={8} copy={t('act.copy')} />],
            [t('agreement.amends'), of.amends ? <Digest key="a" of={of.amends} head={12} tail={8} /> : '—'],
            [t('agreement.recorded'), <Moment key="r" at={of.recordedAt} form="full" />],
            [t('agreement.renderer'), <code key="p">{of.renderer}</code>],
          ]}
        />
      </Panel>
      {of.signatures.map((signature) => (
        <Signed key={signature.party} of={signature} />
      ))}
      {of.signatures.length === 0 ? (
        <Panel title={t('agreement.signatures')}>
          <p className="faint">{t('agreement.unsigned')}</p>
        </Panel>
      ) : null}
    </div>
  )
}

/** One signature as a seal on the page. */
export function Signed({ of }: { of: Signature }) {
  const t = useText()
  const say = useSay()
  return (
    <Panel
      className="signed"
      title={t(of.party === 'institution' ? 'agreement.signedInstitution' : 'agreement.signedWallet')}
      extra={
        <Badge tone={of.valid ? 'jade' : 'cinnabar'}>{t(of.valid ? 'agreement.valid' : 'agreement.invalid')}</Badge>
      }
    >
      <p className="signed-who">
        <Icon name="seal" size={18} /> <strong>{say(of.organisation)}</strong>
      </p>
      <Facts
        of={[
          [t('agreement.person'), `${of.person} · ${say(of.title)}`],
          [t('agreement.signedAt'), <Moment key="s" at={of.signedAt} form="full" />],
          [t('agreement.algorithm'), `${of.algorithm} · PAdES ${of.level}`],
          [
            t('agreement.certificate'),
            <span key="c" title={of.certificate.subject}>
              {of.certificate.issuer}
            </span>,
          ],
          [t('agreement.certificateDigest'), <Digest key="d" of={of.certificate.digest} copy={t('act.copy')} />],
          [t('agreement.certificateUntil'), <Moment key="u" at={of.certificate.until} form="day" />],
        ]}
      />
    </Panel>
  )
}
