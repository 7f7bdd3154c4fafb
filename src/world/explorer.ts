import { digestOf, sha256 } from '../base/digest.ts'
import type { HouseDoor } from './door.ts'

// Scalar's script is 5 MB: it is loaded when the first reader comes, and its page is taken from the plugin itself.
async function pages(title: string): Promise<{ page: string; script: string }> {
  const [{ default: Fastify }, { default: scalar }] = await Promise.all([
    import('fastify'),
    import('@scalar/fastify-api-reference'),
  ])
  const app = Fastify()
  await app.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      url: '/openapi.json',
      pageTitle: title,
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      showDeveloperTools: 'never',
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  })
  const [page, script] = await Promise.all([app.inject('/docs/'), app.inject('/docs/js/scalar.js')])
  await app.close()
  return { page: page.payload, script: script.payload }
}

/** The API document as a page people can read and try, at /docs, from our own server alone. */
export function explorer(title: string): HouseDoor[] {
  let loaded: ReturnType<typeof pages> | null = null
  const load = (): ReturnType<typeof pages> => {
    loaded ??= pages(title)
    return loaded
  }
  return [
    {
      path: '/docs',
      answer: async () => ({
        status: 302,
        headers: { location: '/docs/' },
        cookies: [],
        body: Buffer.alloc(0),
        feed: null,
      }),
    },
    {
      path: '/docs/',
      ownPolicy: true,
      answer: async () => answer('text/html; charset=utf-8', (await load()).page, true),
    },
    {
      path: '/docs/js/scalar.js',
      answer: async () => answer('text/javascript; charset=utf-8', (await load()).script, false),
    },
  ]
}

function answer(type: string, text: string, withPolicy: boolean) {
  const headers: Record<string, string> = {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
    etag: `"${digestOf(text).slice(0, 32)}"`,
  }
  if (withPolicy) headers['content-security-policy'] = policyFor(text)
  return { status: 200, headers, cookies: [], body: Buffer.from(text), feed: null }
}

// The page's own inline scripts are allowed by their digest, any other is not.
function policyFor(html: string): string {
  const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)]
  const digests = inline.map((found) => `'sha256-${sha256(found[1] ?? '').toString('base64')}'`)
  return `default-src 'self'; script-src 'self' ${digests.join(' ')}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'`
}
