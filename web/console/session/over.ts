import { whenTurnedAway } from '../../api/client.ts'
import { paths } from '../../paths.ts'
import { client } from '../ask.ts'

/**
 * A session can end while its pages are open: ended from another device, too old, or at rest too long. Whoever then does or asks
 * anything is led to the door, told why, and comes back to where they were. The page is loaded anew, so that nothing of what
 * was on the screen is left behind it.
 */
export function leaveWhenOver(): void {
  whenTurnedAway(() => {
    const wasIn = client.getQueryData(['/v1/me', '/v1/me']) !== undefined
    if (!wasIn) return // somebody who only knocks is told by the door itself
    client.clear()
    location.assign(paths.signIn(location.pathname + location.search, { over: true }))
  })
}
