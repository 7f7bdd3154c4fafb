import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
// @ts-expect-error the package brings no types
import Provider from 'oidc-provider'
import { onTestFinished } from 'vitest'

type Grant = { addOIDCScope(scope: string): void; save(): Promise<string> }
type Context = {
  provider: { Grant: new (of: { clientId: string; accountId: string }) => Grant }
  client?: { clientId: string }
  session?: { accountId: string }
}

/** A directory of people that is not ours (oidc-provider, certified by the OpenID Foundation), with a page that asks who one is. */
export async function directory(redirectUri: string, who: { sub: string; email: string }): Promise<{ issuer: string }> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'covenant',
        client_secret: 'a-secret-of-the-directory-of-people',
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    findAccount: () => ({ accountId: who.sub, claims: () => ({ ...who, email_verified: true, groups: [] }) }),
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    loadExistingGrant: async ({ oidc }: { oidc: Context }) => {
      const accountId = oidc.session?.accountId ?? ''
      const grant = new oidc.provider.Grant({ clientId: oidc.client?.clientId ?? '', accountId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
    cookies: { keys: ['test'] },
  })
  const callback = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void callback(request, response)
    if (request.method === 'POST')
      return void provider.interactionFinished(request, response, { login: { accountId: who.sub } })
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<form method="post" action="${request.url}"><button>Continue as ${who.email}</button></form>`)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { issuer }
}
