import type { Site } from './world.ts'

/**
 * Where browsers reach us. Without an origin it is this machine: any port of http://localhost, which browsers count as secure
 * (W3C Secure Contexts section 3.1) and which no other machine can serve to them.
 */
export function siteAt(origin: string | null): Site {
  if (origin === null)
    return { host: 'localhost', secure: false, isOurs: (asked) => /^http:\/\/localhost(:\d{1,5})?$/.test(asked) }
  const { hostname, protocol } = new URL(origin)
  return { host: hostname, secure: protocol === 'https:', isOurs: (asked) => asked === origin }
}
