import { Button } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import { useSay } from '../../ui/language.ts'
import { useAsk } from '../ask.ts'
import { useComplain } from '../refuse.ts'

/** The way in by the institution's own directory, when it is switched on. */
export function SignOnButton() {
  const say = useSay()
  const complain = useComplain()
  const [busy, setBusy] = useState(false)
  const ask = useAsk('/v1/sign-on')
  const button = ask.data?.enabled ? ask.data.button : null
  if (!button) return null
  const begin = async (): Promise<void> => {
    setBusy(true)
    try {
      const { url } = await post('/v1/sign-on/attempts', {})
      location.assign(url)
    } catch (error) {
      complain(error)
      setBusy(false)
    }
  }
  return (
    <Button block size="large" loading={busy} className="door-sign-on" onClick={() => void begin()}>
      {say(button)}
    </Button>
  )
}
