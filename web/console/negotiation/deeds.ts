import { App } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { NegotiationAct, Room } from '../../api/contract-negotiation.ts'
import { type TextKey, useText } from '../../text/text.ts'
import { useForget } from '../ask.ts'
import { useComplain } from '../refuse.ts'

export type Deeds = {
  busy: boolean
  /** Makes a move in the caller's name; true when it was taken. Refused when the other side has moved meanwhile. */
  move: (act: NegotiationAct, done: TextKey) => Promise<boolean>
  close: (reason: string) => Promise<boolean>
}

/** What can be done in a room, on the moves this page has shown. */
export function useDeeds({ id, moves }: Room): Deeds {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const [busy, setBusy] = useState(false)
  const run = async (deed: () => Promise<unknown>, done: TextKey): Promise<boolean> => {
    setBusy(true)
    try {
      await deed()
      void message.success(t(done))
      return true
    } catch (error) {
      complain(error)
      return false
    } finally {
      setBusy(false)
      await forget()
    }
  }
  const doing = () => ({ params: { id }, key: `move-${crypto.randomUUID()}` })
  return {
    busy,
    move: (act, done) => run(() => post('/v1/negotiations/{id}/moves', { act, held: moves }, doing()), done),
    close: (reason) => run(() => post('/v1/negotiations/{id}/close', { reason }, doing()), 'negotiation.closed'),
  }
}
