import { createServer } from 'node:http'
import { env } from 'node:process'
import * as client from 'openid-client'

// The three settings, as the page says them that connects a website.
const place = new URL(env.ISSUER)
// Without https only for a look, on your own machine.
const options = place.hostname === 'localhost' ? { execute: [client.allowInsecureRequests] } : {}
const issuer = await client.discovery(place, env.CLIENT_ID, env.CLIENT_SECRET, undefined, options)

// Where it is for its visitors: behind a proxy with https it cannot know by itself.
const base = env.BASE ?? `http://localhost:${env.PORT ?? 3000}`

// Who is on the way: the browser holds the state, and we what belongs to it.
const onTheWay = new Map()

const signIn = async (here, answer) => {
  const [state, verifier] = [client.randomState(), client.randomPKCECodeVerifier()]
  onTheWay.set(state, verifier)
  setTimeout(() => onTheWay.delete(state), 10 * 60_000).unref()
  const to = client.buildAuthorizationUrl(issuer, {
    redirect_uri: new URL('/callback', here).href,
    scope: 'openid profile',
    state,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  answer.writeHead(303, { location: to.href, 'set-cookie': `state=${state}; HttpOnly; SameSite=Lax; Path=/` }).end()
}

const callback = async (here, answer, cookies) => {
  const [, state] = /(?:^|; )state=([^;]+)/.exec(cookies) ?? []
  const verifier = onTheWay.get(state)
  if (!onTheWay.delete(state)) return answer.writeHead(400).end('Please start again.')
  const checks = { expectedState: state, pkceCodeVerifier: verifier, idTokenExpected: true }
  const { sub, acct, name, picture } = (await client.authorizationCodeGrant(issuer, here, checks)).claims()
  // `sub` is who they are, for ever. A website would begin a session of its own here.
  answer.setHeader('content-type', 'application/json').end(JSON.stringify({ sub, acct, name, picture }))
}

const server = createServer(async ({ url, headers }, answer) => {
  const here = new URL(url, base)
  try {
    if (here.pathname === '/sign-in') await signIn(here, answer)
    else if (here.pathname === '/callback') await callback(here, answer, headers.cookie ?? '')
    else answer.setHeader('content-type', 'text/html').end('<a href="/sign-in">Log in with Mastodon</a>')
  } catch (error) {
    console.error(error)
    answer.writeHead(400).end('That did not work. Please start again.')
  }
})
server.listen(env.PORT ?? 3000, () => console.log(`http://localhost:${server.address().port}`))
