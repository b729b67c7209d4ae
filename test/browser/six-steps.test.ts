import assert from 'node:assert/strict'
import { after, it } from 'node:test'
import { parseEnvFile } from '../../src/lib/env-file.ts'
import { type Omniauth, omniauthRig } from '../interop/rigs/omniauth.ts'
import { needs } from '../setup/capabilities.ts'
import { useChromium } from '../support/browser.ts'
import { type PorticoProcess, startPortico } from '../support/portico-process.ts'
import { startTlsFront, type TlsFront } from '../support/tls-front.ts'

const newContext = useChromium()

const ada = { name: 'Ada Admin', username: 'ada', email: 'ada@example.org', password: 'seven quiet doors in a row' }

let portico: PorticoProcess | undefined
let social: Omniauth | undefined
let front: TlsFront | undefined
after(async () => {
  await social?.stop()
  await front?.close()
  await portico?.stop()
})

it(
  'is six steps from nothing to a working sign-in at Mastodon’s client',
  needs('chromium', 'ruby-omniauth'),
  async (t) => {
    const rig = await omniauthRig()
    front = await startTlsFront({ target: rig.origin })
    const tab = await (await newContext({ reducedMotion: 'reduce' })).newPage()
    const begun = performance.now()
    let steps = 0
    const step = (what: string): void =>
      t.diagnostic(`${++steps}. ${what}: ${Math.round(performance.now() - begun)} ms`)

    portico = await startPortico({ tls: true })
    step('start')

    const [, link = ''] = /^(http\S+\/setup\/\S+)$/m.exec(portico.output()) ?? []
    await tab.goto(link)
    step('open the link')

    await tab.getByLabel('Your name').fill(ada.name)
    await tab.getByLabel('Username').fill(ada.username)
    await tab.getByLabel('E-mail').fill(ada.email)
    await tab.getByLabel('Password', { exact: true }).fill(ada.password)
    await tab.getByRole('button', { name: 'Create my account' }).click()
    step('name and password')

    await tab.getByRole('link', { name: 'Connect an application' }).click()
    await tab.getByRole('link', { name: /^Mastodon Microblogs/ }).click()
    await tab.getByLabel('Its address').fill(front.url)
    await tab.getByRole('button', { name: 'Connect it' }).click()
    step('pick Mastodon and type its address')

    const block = await tab.locator('#block-env').textContent()
    const { values, problems } = parseEnvFile(block ?? '')
    assert.deepEqual(problems, [])
    const caFile = portico.front?.caFile ?? ''
    social = await rig.start({ issuer: '', clientId: '', clientSecret: '', caFile }, values)
    step('paste one block')

    await tab.getByRole('link', { name: 'Check now' }).click()
    await tab.getByText('Mastodon would accept this').waitFor()
    step('check')
    assert.equal(steps, 6)

    await tab.goto(front.url)
    await tab.click('#start')
    await tab.click('#allow')
    await tab.waitForURL(/\/auth\/auth\/openid_connect\/callback\?/)
    const account = JSON.parse((await tab.locator('body').textContent()) ?? '')
    assert.equal(account.uid, 'ada', social.logs())
    assert.equal(account.info.email, ada.email)
    assert.equal(account.claims.handle, 'ada')
  },
)
