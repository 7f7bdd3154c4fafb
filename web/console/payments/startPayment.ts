import { useRef, useState } from 'react'
import { post, Refusal } from '../../api/client.ts'
import type { Payment } from '../../api/contract-money.ts'
import { useText } from '../../text/text.ts'
import { useReader, useSay } from '../../ui/language.ts'
import { type Draft, type Place, placeOf, readDraft } from './draft.ts'
import { todayIn } from './filter.ts'

export type Wrong = Partial<Record<Place, string>>

/**
 * Sends an order under one number and one key for as long as nobody refused it: pressing twice, or again after silence, cannot
 * charge twice. While it is not known whether it arrived, `unanswered` asks the form to stay as it was sent.
 */
export function useStart(done: (payment: Payment) => void) {
  const t = useText()
  const say = useSay()
  const { zone, aheadMs } = useReader()
  const [number] = useState(
    () => `${todayIn(zone, Date.now() + aheadMs).replaceAll('-', '')}-${crypto.randomUUID().slice(0, 8).toUpperCase()}`,
  )
  const [key, setKey] = useState(() => crypto.randomUUID())
  const sending = useRef(false) // at once, where a state would wait for the next drawing
  const [busy, setBusy] = useState(false)
  const [unanswered, setUnanswered] = useState(false)
  const [wrong, setWrong] = useState<Wrong>({})
  const [refusal, setRefusal] = useState<string | null>(null)

  const refuse = (error: unknown): void => {
    const problem = error instanceof Refusal && error.status < 500 ? error.problem : null
    // Whoever says "the same key again" has not said that nothing happened.
    const isRefused = problem !== null && problem.retry !== 'same_key'
    setUnanswered(!isRefused)
    if (!isRefused) return
    setKey(crypto.randomUUID())
    const place = placeOf(problem)
    if (place) setWrong({ [place]: say(problem) })
    else setRefusal(`${say(problem)} · ${problem.request_id}`)
  }
  const start = async (draft: Draft): Promise<void> => {
    if (sending.current) return
    const read = readDraft(draft, number)
    setRefusal(null)
    if ('wrong' in read) {
      setWrong(Object.fromEntries(Object.entries(read.wrong).map(([place, text]) => [place, t(text)])))
      return
    }
    sending.current = true
    setBusy(true)
    try {
      done(await post('/v1/payments', read.order, { key }))
    } catch (error) {
      refuse(error)
    } finally {
      sending.current = false
      setBusy(false)
    }
  }
  /** A field that was changed is no longer wrong. */
  const mend = (places: Place[]): void =>
    setWrong((old) => Object.fromEntries(Object.entries(old).filter(([place]) => !places.includes(place as Place))))
  return { start, busy, unanswered, wrong, refusal, mend }
}
