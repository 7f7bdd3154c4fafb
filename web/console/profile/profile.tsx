import type { Me } from '../../api/contract.ts'
import type { Factors } from '../../api/contract-identity.ts'
import { useText } from '../../text/text.ts'
import { Facts } from '../../ui/facts.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useAsk } from '../ask.ts'
import { Loaded } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { AppFactor } from './appFactor.tsx'
import { Passkeys } from './passkeys.tsx'
import { PasswordFactor } from './passwordFactor.tsx'
import { PhoneFactor } from './phoneFactor.tsx'
import './profile.css'
import { RecoveryCodes } from './recoveryCodes.tsx'
import { Methods, Sessions } from './sessions.tsx'

/** The account of whoever is signed in: who they are, how they prove it, where they are signed in. */
export default function Profile() {
  const t = useText()
  const me = useAsk('/v1/me')
  const factors = useAsk('/v1/me/factors')
  return (
    <Page title={t('nav.profile')} note={t('profile.note')}>
      {factors.data && needsSecond(factors.data) ? (
        <p className="notice notice-ochre" role="note">
          {t(isNew() ? 'profile.enrolNow' : 'profile.enrol')}
        </p>
      ) : null}
      <div className="columns">
        <div className="column-main">
          <Loaded ask={factors} lines={10}>
            {(found) => (
              <>
                <Passkeys of={found} />
                <Panel title={t('profile.others')} note={t('profile.othersNote')}>
                  <ul className="factors">
                    <AppFactor of={found} />
                    <PhoneFactor of={found} />
                    <PasswordFactor of={found} />
                    <RecoveryCodes of={found} />
                  </ul>
                </Panel>
              </>
            )}
          </Loaded>
          <Sessions />
        </div>
        <div className="column-side">{me.data ? <WhoIAm me={me.data} factors={factors.data} /> : null}</div>
      </div>
    </Page>
  )
}

function WhoIAm({ me, factors }: { me: Me; factors: Factors | undefined }) {
  const t = useText()
  const say = useSay()
  const how = factors?.assurance
  return (
    <Panel title={t('profile.me')}>
      <div className="me-head">
        <span className={`face face-${me.role}`}>{say(me.name).slice(0, 1)}</span>
        <div className="factor-words">
          <strong>{say(me.name)}</strong>
          <span className="faint">{say(me.title)}</span>
        </div>
      </div>
      <Facts
        of={[
          [t('profile.role'), t(`role.${me.role}`)],
          [t('profile.organisation'), say(me.institution.name)],
          [t('profile.number'), <code key="id">{me.user}</code>],
          ...(how
            ? ([
                [t('profile.proved'), <Methods key="how" of={how.methods} />],
                [t('profile.factors'), t('profile.factorsCount', { factors: how.factors })],
                [t('profile.provedAt'), <Moment key="at" at={how.at} />],
              ] as [string, React.ReactNode][])
            : []),
          [t('profile.may'), t('profile.mayCount', { count: me.may.length })],
        ]}
      />
    </Panel>
  )
}

const needsSecond = ({ passkeys, totp, phone }: Factors): boolean => passkeys.length === 0 && !totp && !phone
const isNew = (): boolean => new URLSearchParams(location.search).has('enrol')
