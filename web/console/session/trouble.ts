import { Refusal } from '../../api/client.ts'
import { useText } from '../../text/text.ts'
import { useSay } from '../../ui/language.ts'
import { DeviceRefusal } from './device.ts'

/** Says in the reader's language why a proof did not succeed: the API's own words, the device's silence, or ours. */
export function useTrouble(): (error: unknown) => string {
  const t = useText()
  const say = useSay()
  return (error) => {
    if (error instanceof DeviceRefusal) return t('passkey.closed')
    const problem = error instanceof Refusal ? error.problem : null
    return problem ? say(problem) : t('state.silent')
  }
}
