import { Button } from 'antd'
import { post } from '../../api/client.ts'
import { Icon } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { useAsk } from '../ask.ts'
import { useTries } from '../session/proveWays.tsx'
import { Wrong } from '../session/signInForm.tsx'

/** The way in by the institution's own directory of people, when it is switched on. */
export function SignOnButton() {
  const say = useSay()
  const { data } = useAsk('/v1/sign-on')
  const { busy, wrong, run } = useTries()
  const button = data?.enabled ? data.button : null
  if (!button) return null
  const begin = (): Promise<void> => run(async () => location.assign((await post('/v1/sign-on/attempts', {})).url))
  return (
    <>
      <Button
        block
        size="large"
        icon={<Icon name="signOn" />}
        loading={busy}
        className="door-sign-on"
        onClick={() => void begin()}
      >
        {say(button)}
      </Button>
      <Wrong words={wrong} />
    </>
  )
}
