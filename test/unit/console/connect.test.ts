import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { groupsOf } from '../../../src/accounts/groups.ts'
import { createGroup } from '../../../src/admin/operations/groups.ts'
import { parseEnvFile } from '../../../src/lib/env-file.ts'
import type { Seen } from '../../support/browser-in-memory.ts'
import { type Console, createConsole } from './console-app.ts'

/** The block with this id, as a browser would copy it. */
const pasted = ({ text }: Seen, id: string): string => {
  const [, block] = new RegExp(`<pre class="paste" id="block-${id}"[^>]*>([^<]*)</pre>`).exec(text) ?? []
  assert.ok(block !== undefined, `no block ${id}: ${text.slice(0, 2000)}`)
  const plain = { '&quot;': '"', '&#39;': "'", '&lt;': '<', '&gt;': '>', '&amp;': '&' }
  return block.replace(/&(?:quot|#39|lt|gt|amp);/g, (entity) => plain[entity as keyof typeof plain])
}

describe('connecting an application by its recipe', () => {
  let console: Console
  before(async () => {
    console = await createConsole()
  })

  const connect = async (fields: Record<string, string> = {}, recipe = 'mastodon'): Promise<Seen> => {
    const form = await console.tab.get(`/console/connect/${recipe}`)
    return console.tab.submit(form, { 'answer-host': 'social.example.org', ...fields }, { button: 'connect' })
  }

  it('offers what there is, finds it by its name, and says of some that they cannot be connected', async () => {
    const all = await console.tab.get('/console/connect')
    for (const name of ['Mastodon', 'GoToSocial', 'RomM', 'Auth0', 'OpenID Connect', 'Misskey']) {
      assert.match(all.text, new RegExp(`<b translate="no">${name}</b>`))
    }
    const found = await console.tab.get('/console/connect?q=romm')
    assert.match(found.text, />RomM</)
    assert.doesNotMatch(found.text, />Mastodon</)
    const none = await console.tab.get('/console/connect?q=nonsense')
    assert.match(none.text, /no recipe for nonsense/)
    assert.match(none.text, /OpenID Connect/)
    const misskey = await console.tab.get('/console/connect/misskey')
    assert.match(misskey.text, /Misskey cannot be connected/)
    assert.match(misskey.text, /asked for since 2022/)
    assert.equal((await console.tab.get('/console/connect/nonsense')).status, 404)
  })

  it('takes an address and gives the whole block, with the secret this once', async () => {
    const page = await connect()
    assert.equal(page.status, 200)
    const { values } = parseEnvFile(pasted(page, 'env'))
    assert.equal(values['OIDC_ISSUER'], console.base)
    assert.equal(values['OIDC_REDIRECT_URI'], 'https://social.example.org/auth/auth/openid_connect/callback')
    assert.match(values['OIDC_CLIENT_SECRET'] ?? '', /^pcs[A-Za-z0-9]{43}$/)
    const row = await console.world.storage.find('applications', { clientId: values['OIDC_CLIENT_ID'] ?? '' })
    assert.ok(row)
    const [, check] = /href="([^"]*\/check)"/.exec(page.text) ?? []
    assert.equal(check, `/console/applications/${row.id}/check`)

    const again = await console.tab.get(`/console/applications/${row.id}`)
    assert.equal(
      pasted(again, 'env'),
      pasted(page, 'env').replace(/^OIDC_CLIENT_SECRET=.*$/m, 'OIDC_CLIENT_SECRET=••••••••'),
    )
    const rotated = await console.tab.submit(again, {}, { button: 'rotate' })
    const fresh = parseEnvFile(pasted(rotated, 'env')).values['OIDC_CLIENT_SECRET'] ?? ''
    assert.match(fresh, /^pcs[A-Za-z0-9]{43}$/)
    assert.notEqual(fresh, values['OIDC_CLIENT_SECRET'])
  })

  it('keeps what was typed and says beside the field what is wrong with it', async () => {
    const page = await connect({ 'answer-host': 'http://social.example.org', name: 'Our town' })
    assert.equal(page.status, 400)
    assert.match(page.text, /value="http:\/\/social\.example\.org"/)
    assert.match(page.text, /It has to be reached by https\./)
    assert.match(page.text, /value="Our town"/)
  })

  it('lets plain http in only where somebody says so', async () => {
    const host = 'http://games.internal:8080'
    const refused = await connect({ 'answer-host': host }, 'romm')
    assert.equal(refused.status, 400)
    assert.match(refused.text, /name="allowHttp"/)
    const allowed = await connect({ 'answer-host': host, allowHttp: 'yes' }, 'romm')
    assert.equal(allowed.status, 200)
    assert.match(pasted(allowed, 'env'), /^ROMM_BASE_URL=http:\/\/games\.internal:8080$/m)
  })

  it('says where people reach this place by http only, before anything is pasted, and not elsewhere', async () => {
    const told = /People reach this place by http\./
    const { tab } = await createConsole({}, { base: 'http://localhost:7391' })
    const form = await tab.get('/console/connect/mastodon')
    assert.match(form.text, told)
    const done = await tab.submit(form, { 'answer-host': 'social.example.org' }, { button: 'connect' })
    assert.match(done.text, told)
    assert.doesNotMatch((await console.tab.get('/console/connect/mastodon')).text, told)
  })

  it('makes one application of a form that is sent twice', async () => {
    const form = await console.tab.get('/console/connect/gotosocial')
    const fields = { 'answer-host': 'tiny.example.org' }
    const before = await console.world.storage.count('applications')
    assert.equal((await console.tab.submit(form, fields, { button: 'connect' })).status, 200)
    const second = await console.tab.submit(form, fields, { button: 'connect' })
    assert.match(second.location?.pathname ?? '', /^\/console\/applications\/\w+$/)
    assert.equal(await console.world.storage.count('applications'), before + 1)
  })

  it('checks what the application would make of whoever asks', async () => {
    const page = await connect({ name: 'Check' })
    const [, path = ''] = /href="([^"]*\/check)"/.exec(page.text) ?? []
    const fine = await console.tab.get(path)
    assert.equal(fine.status, 200)
    assert.match(fine.text, /Check would accept this\./)
    assert.match(fine.text, /It has not come here yet/)
    assert.equal(await console.world.storage.count('handles'), 0, 'a look at it gives no handle away')

    const { id } = console.administrator
    await console.world.storage.change('accounts', id, (row) => [{ ...row, email: undefined, emailKey: undefined }, []])
    const broken = await console.tab.get(path)
    assert.match(broken.text, /Check would refuse this\./)
    assert.match(broken.text, /<code translate="no">email<\/code> is missing/)
    assert.match(broken.text, new RegExp(`href="/console/people/${id}"`))
  })

  it('mends with one click what needs no choice', async () => {
    const page = await connect({ name: 'Mend' })
    const [, path = ''] = /href="([^"]*)\/check"/.exec(page.text) ?? []
    const applicationId = path.split('/').at(-1) ?? ''
    const account = await console.addAccount({
      username: 'carol',
      emailVerifiedAt: undefined,
      emailVerifiedBy: undefined,
      verifiedEmailKey: undefined,
    })
    await console.world.storage.change('applications', applicationId, (row) => [
      { ...row, details: { ...(row.details as object), allowedScopes: ['openid', 'profile'] } },
      [],
    ])
    const refused = await console.tab.get(`${path}/check?as=carol`)
    assert.match(refused.text, /Mend would refuse this\./)

    const scope = await console.tab.submit(refused, { remedy: 'allow_scope', as: 'carol' }, { action: `${path}/mend` })
    const proven = await console.tab.follow(scope)
    assert.match(proven.text, /Mended, and checked again\./)
    await console.tab.submit(proven, { remedy: 'verify_email', as: 'carol' }, { action: `${path}/mend` })
    const row = await console.world.storage.find('accounts', account.id)
    assert.equal(row?.emailVerifiedBy, `administrator:${console.administrator.id}`)
    assert.match((await console.tab.get(`${path}/check?as=carol`)).text, /Mend would accept this\./)
  })

  it('puts somebody into the group that may do the least, and makes it where it is missing', async () => {
    const answers = { 'answer-admin': 'keepers', 'answer-viewer': 'guests' }
    const page = await connect({ name: 'Roles', 'answer-host': 'games.example.org', ...answers }, 'romm')
    const [, path = ''] = /href="([^"]*)\/check"/.exec(page.text) ?? []
    const dave = await console.addAccount({ username: 'dave' })
    assert.ok((await createGroup(console.operations, { name: 'keepers' }, {})).ok)
    const refused = await console.tab.get(`${path}/check?as=dave`)
    assert.match(refused.text, /Roles would refuse this\./)
    await console.tab.submit(refused, { remedy: 'join_group', as: 'dave' }, { action: `${path}/mend` })
    assert.deepEqual(await groupsOf(console.world, dave.id), ['guests'])
    assert.match((await console.tab.get(`${path}/check?as=dave`)).text, /Roles would accept this\./)
  })

  it('has a button for nothing that it cannot mend', async () => {
    const nobody = { email: undefined, emailKey: undefined, verifiedEmailKey: undefined, emailVerifiedAt: undefined }
    const erin = await console.addAccount({ username: 'erin', ...nobody })
    const remediesAt = async (recipe: string, as: string): Promise<readonly (string | undefined)[]> => {
      const page = await connect({ name: `Buttons of ${recipe}` }, recipe)
      const [, path = ''] = /href="([^"]*)\/check"/.exec(page.text) ?? []
      const { text } = await console.tab.get(`${path}/check?as=${as}`)
      return [
        ...text.matchAll(
          /name="remedy" value="(\w+)"|class="button[^"]*" href="(\/(?:account|console\/people)[^"]*)"/g,
        ),
      ].map(([, remedy, href]) => remedy ?? href)
    }
    // Nothing to vouch for, and nobody but themselves chooses their picture.
    const ofErin = `/console/people/${erin.id}`
    assert.deepEqual(await remediesAt('immich', 'erin'), [ofErin, ofErin], 'for the address, both times')
    const own = console.administrator.username
    await console.world.storage.change('accounts', console.administrator.id, (row) => [
      { ...row, email: 'boss@example.org', emailKey: 'boss@example.org', emailVerifiedAt: 1 },
      [],
    ])
    assert.deepEqual(await remediesAt('immich', own), ['/account'])
  })

  it('mends nothing that no check complains of', async () => {
    const page = await connect({ name: 'Whole' })
    const [, path = ''] = /href="([^"]*)\/check"/.exec(page.text) ?? []
    const form = await console.tab.get(`${path}/check`)
    const [, token = ''] = /name="form_token" value="([^"]+)"/.exec(form.text) ?? []
    const fields = { form_token: token, remedy: 'set_algorithm', as: console.administrator.username }
    const answer = await console.tab.post(`${path}/mend`, fields)
    assert.equal(answer.location?.searchParams.get('done'), 'not')
  })

  it('shows visitors of Mastodon no way to an account while there is none', async () => {
    const [, path = ''] = /href="([^"]*)\/check"/.exec((await connect({ name: 'Doors' })).text) ?? []
    assert.doesNotMatch((await console.tab.get(path)).text, /SSO_ACCOUNT_SIGN_UP/)
    for (const [mode, shown] of [
      ['closed', false],
      ['invitation', false],
      ['approval', true],
    ] as const) {
      await console.world.storage.put('settings', { id: 'signUp', value: { mode } })
      const env = parseEnvFile(pasted(await console.tab.get(path), 'alone')).values
      assert.equal(env['SSO_ACCOUNT_SIGN_UP'], shown ? `${console.base}/sign-up` : undefined, mode)
    }
    await console.world.storage.remove('settings', 'signUp')
  })

  it('checks one that the file made by its own recipe, as far as its addresses say what was answered', async () => {
    const uris = ['https://toots.example.org/auth/auth/openid_connect/callback']
    const told = {
      recipe: 'mastodon',
      slug: 'toots',
      name: 'Toots',
      uidField: 'handle',
      usernameRule: 'mastodon',
    } as const
    const { id } = await console.addApplication({ ...told, redirectUris: uris })
    const page = await console.tab.get(`/console/applications/${id}/check`)
    // What only Mastodon makes of people: a name out of the claim that it goes by.
    assert.match(page.text, /<code translate="no">handle<\/code>/)
    assert.doesNotMatch(page.text, /Nobody said what the recipe/)
  })

  it('says so where it cannot, and looks at it as anything that speaks OpenID Connect would', async () => {
    const { id } = await console.addApplication({
      recipe: 'mastodon',
      slug: 'odd',
      redirectUris: ['https://a.example/cb'],
    })
    const page = await console.tab.get(`/console/applications/${id}/check`)
    assert.match(page.text, /Nobody said what the recipe of Mastodon asks/)
    const { id: plain } = await console.addApplication({ slug: 'plain' })
    assert.doesNotMatch((await console.tab.get(`/console/applications/${plain}/check`)).text, /Nobody said/)
  })
})
