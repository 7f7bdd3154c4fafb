import { useText } from '../../text/text.ts'
import { useAsk } from '../ask.ts'

/** Leads to the sandbox's phone, with a code to pay when one is given; nothing where money is real. */
export function PhoneLink({ code, className }: { code?: string; className?: string }) {
  const t = useText()
  const me = useAsk('/v1/me')
  if (me.data?.environment !== 'sandbox') return null
  return (
    <a href={phoneAt(code)} target="_blank" rel="noopener" className={className}>
      {t(code ? 'order.phoneCode' : 'order.phone')}
    </a>
  )
}

// The phone is a page of the simulated wallet, which the sandbox opens on the port after the product's (src/sandbox/open.ts).
function phoneAt(code: string | undefined): string {
  const { protocol, hostname, port } = location
  const phone = `${protocol}//${hostname}:${Number(port) + 1}/`
  return code ? `${phone}?code=${encodeURIComponent(code)}` : phone
}
