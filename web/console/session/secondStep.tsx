import { Button } from 'antd'
import { post } from '../../api/client.ts'
import type { SignIn } from '../../api/contract-identity.ts'
import { useText } from '../../text/text.ts'
import { Icon } from '../../ui/icon.tsx'
import { Countdown } from '../../ui/moment.tsx'
import { ProveWays } from './proveWays.tsx'

type Props = {
  of: Extract<SignIn, { state: 'second-factor' }>
  went: (reply: SignIn) => void
  back: () => void
}

/** After the password: one more proof, by whichever way was enrolled. */
export function SecondStep({ of: { id, ways, phone, expiresAt }, went, back }: Props) {
  const t = useText()
  const params = { id }
  return (
    <div className="door-form">
      <ProveWays
        ways={ways}
        phone={phone}
        act={t('signIn.go')}
        passkey={() => post('/v1/sign-ins/{id}/passkey-options', {}, { params })}
        sms={() => post('/v1/sign-ins/{id}/sms', {}, { params })}
        answer={async (proof) => went(await post('/v1/sign-ins/{id}/finish', proof, { params }))}
      />
      <div className="door-foot">
        <Button type="link" icon={<Icon name="back" size={13} />} onClick={back}>
          {t('signIn.again')}
        </Button>
        <span className="faint">
          {t('signIn.timeLeft')} <Countdown until={expiresAt} />
        </span>
      </div>
    </div>
  )
}
