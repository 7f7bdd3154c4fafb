import { App } from 'antd'
import { useState } from 'react'
import type { Factors } from '../../api/contract-identity.ts'
import { client, useForget } from '../ask.ts'
import { useTrouble } from '../session/trouble.ts'

/** Changes one of the person's own ways to sign in: one at a time, shown at once, and said when it did not work. */
export function useChange() {
  const { message } = App.useApp()
  const trouble = useTrouble()
  const forget = useForget()
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string | null>(null)
  /** Answers true when it was done. `quiet` leaves the saying to the form. */
  const run = async (work: () => Promise<Factors | undefined>, words?: string): Promise<boolean> => {
    setBusy(true)
    setWrong(null)
    try {
      const factors = await work()
      if (factors) client.setQueryData(['/v1/me/factors', '/v1/me/factors'], factors)
      if (words) void message.success(words)
      await forget()
      return true
    } catch (error) {
      setWrong(trouble(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, wrong, run }
}
