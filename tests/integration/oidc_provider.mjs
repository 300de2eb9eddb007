// Starts a provider of OAuth 2.0 on loopback that others made and that is strict: PKCE or nothing,
// exact redirects, refresh tokens that serve once. Says its address on one line, and runs until
// its standard input ends.
// Of each person it says the name, and a group that is called after them (claim `groups`).
// node oidc_provider.mjs MODULES REDIRECT
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [modules, redirect] = process.argv.slice(2)
const found = createRequire(`${modules}/here.js`).resolve('oidc-provider')
const { default: Provider } = await import(pathToFileURL(found))

const app = (client_id, token_endpoint_auth_method) => ({
  client_id,
  ...(token_endpoint_auth_method === 'none' ? {} : { client_secret: 'een geheim:van/de+app' }),
  token_endpoint_auth_method,
  application_type: 'native',
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: [redirect],
})

let answer
const server = createServer((request, response) => answer(request, response))
server.listen(0, '127.0.0.1', () => {
  const address = `http://127.0.0.1:${server.address().port}`
  const provider = new Provider(address, {
    clients: [
      app('in het formulier', 'client_secret_post'),
      app('in de kop', 'client_secret_basic'),
      app('zonder geheim', 'none'),
    ],
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, name: `Persoon ${sub}`, groups: [`groep-${sub}`] }),
    }),
    claims: { openid: ['sub'], profile: ['name', 'groups'] },
    features: { revocation: { enabled: true, allowedPolicy: () => true } },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    ttl: { AccessToken: 3600, RefreshToken: 86400 },
    cookies: { keys: ['een'] },
  })
  answer = provider.callback()
  console.log(address)
})
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
