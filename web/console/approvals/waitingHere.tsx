import { useAsk } from '../ask.ts'
import { Waiting } from './states.tsx'

/** What waits for other people on this page (`roles`, `api-keys`, a user …); nothing for who may not read approvals. */
export function WaitingHere({ within }: { within: string }) {
  const me = useAsk('/v1/me')
  const may = me.data?.may.includes('approvals.read') ?? false
  const found = useAsk('/v1/approvals', { query: { within, limit: 20 } }, { when: may })
  return (found.data?.items ?? []).map((one) => <Waiting key={one.id} of={one} />)
}
