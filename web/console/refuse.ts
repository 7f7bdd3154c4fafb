import { App } from 'antd'
import { Refusal } from '../api/client.ts'
import { useText } from '../text/text.ts'
import { useSay } from '../ui/language.ts'

/** Says why the API refused, in the reader's language. */
export function useComplain(): (error: unknown) => void {
  const { message } = App.useApp()
  const t = useText()
  const say = useSay()
  return (error) => {
    const problem = error instanceof Refusal ? error.problem : null
    void message.error(problem ? say(problem) : t('state.silent'))
  }
}
