import { App } from 'antd'
import { useState } from 'react'
import { useText } from '../../text/text.ts'
import { useForget } from '../ask.ts'
import { useComplain } from '../refuse.ts'

/** Does something, says that it is done, that it waits for a second person, or why not, and lets the page ask anew. Answers whether it was done. */
export function useAct(): { act: (work: () => Promise<unknown>) => Promise<boolean>; busy: boolean } {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const [busy, setBusy] = useState(false)
  const act = async (work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true)
    try {
      const done = await work()
      message.success(t(isWaiting(done) ? 'roles.waits' : 'admin.done'))
      await forget()
      return true
    } catch (error) {
      complain(error)
      return false
    } finally {
      setBusy(false)
    }
  }
  return { act, busy }
}

const isWaiting = (done: unknown): boolean =>
  typeof done === 'object' && done !== null && 'approval' in done && done.approval !== null
