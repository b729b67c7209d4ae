import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { needs } from '../setup/capabilities.ts'
import { useChromium } from '../support/browser.ts'
import { type RudeProvider, startRudeProvider } from '../support/openid/rude-provider.ts'
import { type PorticoProcess, startPortico } from '../support/portico-process.ts'

const newContext = useChromium()
const password = 'correct horse battery staple'

describe('the way in from an OpenID provider, in a browser', needs('chromium'), () => {
  let portico: PorticoProcess
  let provider: RudeProvider
  const last: (() => unknown)[] = []

  before(async () => {
    provider = await startRudeProvider({ after: (work) => void last.push(work) })
    portico = await startPortico({
      env: { PORTICO_UNSAFE_OUTBOUND_ALLOW: provider.allow.join(',') },
      yaml: {
        accounts: [
          { username: 'root', password, admin: true },
          { username: 'smith', name: 'Sam Smith', email: 'bob@example.org', emailVerified: true, password },
        ],
        sources: [
          {
            ...{ id: 'upstream', kind: 'openid', name: 'Upstream', issuer: provider.issuer, clientId: 'portico' },
            ...{ clientSecret: 'secretSecretSecret', allowedGroups: ['staff', 'guests'], signOutThere: true },
          },
        ],
      },
    })
  })
  after(async () => {
    await portico?.stop()
    for (const work of last) await work()
  })

  const inTab = async (go: (tab: Page) => Promise<void>): Promise<void> => {
    const context = await newContext({ reducedMotion: 'reduce' })
    const complaints: string[] = []
    try {
      const tab = await context.newPage()
      tab.on('console', (message) => {
        if (/policy/i.test(message.text())) complaints.push(message.text())
      })
      tab.on('pageerror', (error) => complaints.push(String(error)))
      await go(tab)
      assert.deepEqual(complaints, [])
    } finally {
      await context.close()
    }
  }

  const isAccessible = async (tab: Page): Promise<void> => {
    const { violations } = await new AxeBuilder({ page: tab }).analyze()
    assert.deepEqual(
      violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
      [],
    )
  }

  const comesAs = async (tab: Page, as: 'alice' | 'bob'): Promise<void> => {
    provider.next(as)
    await tab.goto(`${portico.url}/sign-in`)
    await tab.click('#source-upstream')
  }

  it('asks for a username, and signs out there too', async () => {
    await inTab(async (tab) => {
      await comesAs(tab, 'alice')
      await tab.waitForURL(/choose-username/)
      assert.equal(await tab.inputValue('#username'), 'alice')
      await isAccessible(tab)
      await tab.click('#choose')
      await tab.waitForURL(`${portico.url}/`)
      await tab.goto(`${portico.url}/sign-out`)
      await tab.click('main button')
      await tab.waitForURL('**/signed-out')
      await tab.goto(`${portico.url}/account`)
      assert.match(tab.url(), /\/sign-in/)
    })
  })

  it('is told what to do when the address is known, links, and unlinks', async () => {
    await inTab(async (tab) => {
      await comesAs(tab, 'bob')
      assert.equal(await tab.getAttribute('body', 'data-error'), 'email_known')
      await isAccessible(tab)
      await tab.click('#other-ways')
      await tab.fill('#identifier', 'smith')
      await tab.fill('#password', password)
      await tab.click('#sign-in')
      await tab.goto(`${portico.url}/account/identities`)
      await isAccessible(tab)
      provider.next('bob')
      await tab.click('#source-upstream')
      await tab.waitForURL('**/account/identities?linked=*')
      assert.match((await tab.textContent('.list')) ?? '', /Upstream/)
      await tab.click('button[name=identity]')
      await tab.waitForURL('**/account/identities?unlinked=yes')
    })
  })

  it('keeps out who is in no allowed group any more, and ends what they have', async () => {
    await inTab(async (tab) => {
      await comesAs(tab, 'alice')
      await tab.waitForURL(`${portico.url}/`)
      const groups = provider.people['alice']?.['groups']
      Object.assign(provider.people['alice'] ?? {}, { groups: [] })
      await inTab(async (other) => {
        await comesAs(other, 'alice')
        assert.equal(await other.getAttribute('body', 'data-error'), 'not_in_group')
      })
      Object.assign(provider.people['alice'] ?? {}, { groups })
      await tab.goto(`${portico.url}/account`)
      assert.match(tab.url(), /\/sign-in/)
    })
  })

  it('is added in the console', async () => {
    await inTab(async (tab) => {
      await tab.goto(`${portico.url}/sign-in?to=/console/sources/new`)
      await tab.fill('#identifier', 'root')
      await tab.fill('#password', password)
      await tab.click('#sign-in')
      await tab.click('#preset-keycloak')
      await tab.fill('#issuer', provider.issuer)
      await tab.fill('#clientId', 'portico')
      await tab.fill('#secret', 'secretSecretSecret')
      await isAccessible(tab)
      await tab.click('#save')
      await tab.waitForURL('**/console/sources/keycloak?done=saved')
      await tab.click('#test-it')
      await tab.waitForURL('**/console/sources/keycloak/test')
      assert.match((await tab.textContent('#test')) ?? '', /It answers/)
      await isAccessible(tab)
    })
  })
})
