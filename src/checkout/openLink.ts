/** Where a tap on "open the wallet" leads. `isSandbox`: a page of the simulated wallet, that a desktop can open as well. */
export type OpenLink = { url: string; isSandbox: boolean }

/**
 * A wallet's code is an https address its own app opens. A simulated wallet cannot own such an address; it stands on this
 * machine instead, where its gateway is, and takes the code in the address of its page. Null when the code is no address.
 */
export function openLink(gateway: string, code: string): OpenLink | null {
  const { hostname, origin } = new URL(gateway)
  if (['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) {
    return { url: `${origin}/?code=${encodeURIComponent(code)}`, isSandbox: true }
  }
  return URL.canParse(code) && new URL(code).protocol === 'https:' ? { url: code, isSandbox: false } : null
}
