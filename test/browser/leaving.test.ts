import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { needs } from '../setup/capabilities.ts'
import { allowOn, signInOn, useChromium } from '../support/browser.ts'
import { freePort } from '../support/free-port.ts'
import { challenge, verifier } from '../support/pkce.ts'
import { type PorticoProcess, startPortico } from '../support/portico-process.ts'

const newContext = useChromium()

const alice = { username: 'alice', name: 'Alice Example', password: 'correct horse battery staple' }
const clientSecret = 's3cretS3cretS3cretS3cret'

/** Says that there is no icon, which browsers would otherwise ask for. */
const head = '<!doctype html><link rel="icon" href="data:,">'

/**
 * Three places of their own: ours at localhost, the application at 127.0.0.1, and where that sends people on to at
 * localhost again, on another port. To a browser's policies none of them is another.
 */
const servers = async () => {
  const [applicationPort, homePort] = [await freePort(), await freePort()]
  const application = `http://127.0.0.1:${applicationPort}`
  const home = `http://localhost:${homePort}/home`
  /** What the token endpoint said to each code that arrived, in order. */
  const spent: number[] = []
  const redeem: { at: (form: URLSearchParams) => Promise<number> } = { at: async () => 0 }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', application)
    if (url.pathname === '/callback') {
      const sent = request.method === 'POST' ? new URLSearchParams(await bodyOf(request)) : url.searchParams
      spent.push(await redeem.at(sent))
      response.writeHead(302, { location: sent.get('state')?.endsWith(' here') === true ? '/in' : home }).end()
    } else if (url.pathname === '/in') {
      response.writeHead(200, { 'content-type': 'text/html' }).end(`${head}<h1>In</h1>`)
    } else if (url.pathname === '/bye') response.writeHead(302, { location: home }).end()
    else if (url.pathname === '/enter' && request.method === 'POST')
      response.writeHead(302, { location: url.searchParams.get('to') ?? home }).end()
    else if (url.pathname === '/enter') {
      const policy = `default-src 'none'; img-src data:; form-action 'self' ${url.searchParams.get('us')}`
      response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy })
      response.end(`${head}<form method="post"><button>Log in</button></form>`)
    } else response.writeHead(404).end()
  }
  const listening = [
    createServer((request, response) => void answer(request, response)),
    createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end(`${head}<h1>Home</h1>`)
    }),
  ]
  for (const [at, port] of [applicationPort, homePort].entries()) listening[at]?.listen(port, '127.0.0.1')
  await Promise.all(listening.map((server) => once(server, 'listening')))
  return {
    application,
    home,
    spent,
    redeem,
    close() {
      for (const server of listening) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

describe('leaving for another origin from a form', needs('chromium'), () => {
  let portico: PorticoProcess
  let others: Awaited<ReturnType<typeof servers>>
  let callback: string

  before(async () => {
    others = await servers()
    callback = `${others.application}/callback`
    const application = { clientSecret, redirectUris: [callback], pkce: 'optional' }
    const bye = [`${others.application}/bye`]
    portico = await startPortico({
      yaml: {
        accounts: [alice],
        applications: [
          { slug: 'ours', ...application, consent: 'implicit', clientId: 'ours', postLogoutRedirectUris: bye },
          { slug: 'theirs', ...application, consent: 'explicit', clientId: 'theirs' },
          {
            slug: 'native',
            clientId: 'native',
            redirectUris: ['app.immich:///oauth-callback'],
            public: true,
            consent: 'explicit',
          },
        ],
      },
    })
    others.redeem.at = async (sent) => {
      const { status } = await fetch(`${portico.url}/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: sent.get('code') ?? '',
          redirect_uri: callback,
          code_verifier: verifier,
          client_id: sent.get('state')?.split(' ')[0] ?? '',
          client_secret: clientSecret,
        }),
      })
      return status
    }
  })
  after(async () => {
    others?.close()
    await portico?.stop()
  })

  /** `state` says which application it is, so that its callback knows itself. */
  const request = (clientId: string, changes: Readonly<Record<string, string>> = {}): string =>
    `${portico.url}/authorize?${new URLSearchParams({
      client_id: clientId,
      redirect_uri: callback,
      response_type: 'code',
      scope: 'openid profile',
      state: clientId,
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...changes,
    })}`

  const inTab = async (javaScriptEnabled: boolean, go: (tab: Page) => Promise<void>): Promise<void> => {
    const context = await newContext({ javaScriptEnabled })
    const complaints: string[] = []
    context.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    try {
      await go(await context.newPage())
      assert.deepEqual(complaints, [])
    } finally {
      await context.close()
    }
  }

  const signIn = (tab: Page): Promise<void> => signInOn(tab, { identifier: alice.username, password: alice.password })

  /** The browser is where the application's own redirect leads, and the code was good the one time it was used. */
  const assertHome = async (tab: Page, spentBefore: number): Promise<void> => {
    await tab.waitForURL(others.home)
    assert.deepEqual(others.spent.slice(spentBefore), [200])
  }

  for (const javaScriptEnabled of [true, false]) {
    for (const mode of ['query', 'form_post']) {
      const way = `${mode === 'query' ? '' : ', by form_post'}${javaScriptEnabled ? '' : ', without a script'}`

      it(`goes the whole way from the sign-in page${way}`, () =>
        inTab(javaScriptEnabled, async (tab) => {
          const before = others.spent.length
          await tab.goto(request('ours', { response_mode: mode }))
          await signIn(tab)
          if (mode === 'form_post' && !javaScriptEnabled) await tab.click('#continue')
          await assertHome(tab, before)
        }))

      it(`goes the whole way from the consent page${way}`, () =>
        inTab(javaScriptEnabled, async (tab) => {
          const before = others.spent.length
          await tab.goto(request('theirs', { response_mode: mode, prompt: 'consent' }))
          await signIn(tab)
          await allowOn(tab)
          if (mode === 'form_post' && !javaScriptEnabled) await tab.click('#continue')
          await assertHome(tab, before)
        }))
    }

    it(`goes the whole way after a choice of account${javaScriptEnabled ? '' : ', without a script'}`, () =>
      inTab(javaScriptEnabled, async (tab) => {
        await tab.goto(`${portico.url}/sign-in`)
        await signIn(tab)
        await tab.waitForURL(`${portico.url}/`)
        const before = others.spent.length
        await tab.goto(request('ours', { prompt: 'select_account' }))
        await tab.getByRole('button', { name: alice.name }).click()
        await assertHome(tab, before)
      }))

    it(`goes the whole way after signing out${javaScriptEnabled ? '' : ', without a script'}`, () =>
      inTab(javaScriptEnabled, async (tab) => {
        await tab.goto(`${portico.url}/sign-in`)
        await signIn(tab)
        await tab.waitForURL(`${portico.url}/`)
        const leaving = { client_id: 'ours', post_logout_redirect_uri: `${others.application}/bye` }
        await tab.goto(`${portico.url}/end-session?${new URLSearchParams(leaving)}`)
        await tab.click('#sign-out')
        await tab.waitForURL(others.home)
      }))

    it(`leaves for an app on the device by a redirect${javaScriptEnabled ? '' : ', without a script'}`, () =>
      inTab(javaScriptEnabled, async (tab) => {
        await tab.goto(request('native', { redirect_uri: 'app.immich:///oauth-callback', prompt: 'consent' }))
        await signIn(tab)
        const answered = tab.waitForResponse((response) => response.request().method() === 'POST')
        await allowOn(tab)
        const answer = await answered
        assert.equal(answer.status(), 303)
        assert.match(answer.headers()['location'] ?? '', /^app\.immich:\/\/\/oauth-callback\?code=/)
      }))
  }

  describe('by an application that allows its forms to lead to itself and to us only', () => {
    /** The application's own page, whose button posts to itself, which redirects to us. */
    const enter = async (tab: Page, to: string): Promise<void> => {
      await tab.goto(`${others.application}/enter?${new URLSearchParams({ us: portico.url, to })}`)
      await tab.getByRole('button', { name: 'Log in' }).click()
    }

    it('is reached, and leads back', () =>
      inTab(true, async (tab) => {
        const before = others.spent.length
        await enter(tab, request('ours'))
        await signIn(tab)
        await assertHome(tab, before)
      }))

    it('is reached and led back to in one go, by whoever is signed in', () =>
      inTab(true, async (tab) => {
        await tab.goto(`${portico.url}/sign-in`)
        await signIn(tab)
        await tab.waitForURL(`${portico.url}/`)
        const before = others.spent.length
        await enter(tab, request('ours', { state: 'ours here' }))
        await tab.getByRole('heading', { name: 'In' }).waitFor()
        assert.deepEqual(others.spent.slice(before), [200])
      }))
  })
})
