import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { createAccount } from '../../../src/accounts/create.ts'
import { managedFields } from '../../../src/admin/operations/managed.ts'
import { findBySlug } from '../../../src/applications/application.ts'
import { claimsOf } from '../../../src/applications/claims.ts'
import { introducing } from '../../../src/applications/known-as/introduce.ts'
import { createInstallation, type Installation, problemsOf, told } from './support.ts'

let portico: Installation
beforeEach(() => {
  portico = createInstallation()
})

const secret = 'clientSecret: s3cretS3cretS3cretS3cret'
const notes = (more: string) => `
applications:
  - { slug: notes, ${secret}, redirectUris: ["https://notes.example/cb"], ${more} }
`
const found = async () => {
  const application = await findBySlug(portico, 'notes')
  assert.ok(application)
  return application
}

describe('an application of the file', () => {
  it('has the issuer that the file says, and the address at which it hears of sign-outs', async () => {
    const file = notes('issuer: application, backchannelLogoutUri: "https://notes.example/bye"')
    await portico.apply(file)
    const { issuer, backchannelLogoutUri } = await found()
    assert.deepEqual([issuer, backchannelLogoutUri], ['application', 'https://notes.example/bye'])
    assert.deepEqual((await portico.apply(file)).steps, [])
    assert.deepEqual(await problemsOf(portico.plan(notes('issuer: own'))), [
      'portico.yaml:3:112 applications[0].issuer must be global or application or dex',
    ])
    assert.equal((await problemsOf(portico.plan(notes('backchannelLogoutUri: "mailto:a@b.org"')))).length, 1)
  })

  it('is shown, limited and told as the file says, and nothing changes the second time', async () => {
    const file = notes(
      'group: Media, openInNewTab: true, hidden: true, launchUrl: "https://notes.example/start", subjectMode: uuid, ' +
        'usernameRule: gotosocial, uidField: handle, assertEmailVerified: true, allowedScopes: [openid, email], ' +
        'allowedGrants: [authorization_code]',
    )
    await portico.apply(file)
    const { group, openInNewTab, hidden, launchUrl, subjectMode, usernameRule, uidField, ...more } = await found()
    assert.deepEqual(
      [group, openInNewTab, hidden, launchUrl, subjectMode, usernameRule, uidField],
      ['Media', true, true, 'https://notes.example/start', 'uuid', 'gotosocial', 'handle'],
    )
    const { allowedScopes, allowedGrants, assertEmailVerified } = more
    assert.deepEqual(
      [allowedScopes, allowedGrants, assertEmailVerified],
      [['openid', 'email'], ['authorization_code'], true],
    )
    assert.deepEqual((await portico.apply(file)).steps, [])
    const managed = await managedFields(portico, 'applications', await found())
    for (const field of ['group', 'openInNewTab', 'subjectMode', 'usernameRule', 'uidField', 'assertEmailVerified']) {
      assert.ok(managed.includes(field), field)
    }
  })

  it('may have redirect URIs that are patterns, beside exact ones', async () => {
    const file = `
applications:
  - slug: notes
    ${secret}
    redirectUris:
      - https://notes.example/cb
      - { match: exact, uri: "https://notes.example/other" }
      - { match: regex, uri: 'https://notes\\.example/cb/[a-z]+' }
`
    const difference = await portico.apply(file)
    assert.match(told(difference).join('\n'), /regex https:\/\/notes\\\.example\/cb\/\[a-z\]\+/)
    assert.deepEqual((await found()).redirectUris, [
      'https://notes.example/cb',
      'https://notes.example/other',
      { match: 'regex', uri: 'https://notes\\.example/cb/[a-z]+' },
    ])
    assert.deepEqual((await portico.apply(file)).steps, [])
  })

  it('is refused with what is wrong, where it stands', async () => {
    const problems = await problemsOf(
      portico.apply(`
applications:
  - slug: notes
    ${secret}
    allowedScopes: [openid, phone]
    allowedGrants: []
    subjectMode: email_address
    usernameRule: twitter
    redirectUris:
      - { match: regex, uri: 'https://.*' }
      - { match: regex, uri: 'https://a\\.example/(' }
      - { match: prefix, uri: 'https://a.example/' }
      - { uri: 'https://a.example/' }
      - javascript:alert(1)
`),
    )
    const at = (where: string) => problems.filter((problem) => problem.includes(where))
    for (const where of [
      ...['allowedScopes[1]', 'allowedGrants', 'subjectMode', 'usernameRule', 'redirectUris[0].uri'],
      ...['redirectUris[1].uri', 'redirectUris[2].match', 'redirectUris[3].match', 'redirectUris[4]'],
    ]) {
      assert.equal(at(where).length, 1, `${where}: ${problems.join('\n')}`)
    }
    assert.match(at('redirectUris[0].uri')[0] ?? '', /host/)
    assert.equal(problems.length, 9)
  })

  it('says whom another subject mode makes strangers, and takes with it what named them as before', async () => {
    await portico.apply(notes('subjectMode: opaque'))
    const application = await found()
    const person = await createAccount(portico, { username: 'ann' })
    assert.ok(person.ok)
    await introducing(portico, application, person.account, async (_, changes) => portico.storage.atomically(changes))
    const of = { applicationId: application.id, accountId: person.account.id, sessionId: 's' }
    await portico.storage.add('accessTokens', {
      ...{ id: 'token', ...of, chainId: 'c', scopes: [], createdAt: 0, expiresAt: portico.clock.now() + 1000 },
    })
    const planned = await portico.plan(notes('subjectMode: username'))
    assert.deepEqual(planned.warnings.length, 1)
    assert.match(planned.warnings[0] ?? '', /strangers of one person/)
    assert.equal(await portico.storage.count('accessTokens'), 1)
    await portico.apply(notes('subjectMode: username'))
    assert.equal((await found()).subjectMode, 'username')
    assert.equal(await portico.storage.count('accessTokens'), 0)
    assert.deepEqual((await portico.plan(notes('subjectMode: username'))).warnings, [])
  })
})

describe('an address of the file', () => {
  const isTold = async (entry: string) => {
    const installation = createInstallation()
    await installation.apply(`accounts:\n  - { username: ann, email: ann@example.org, ${entry} }\n`)
    const [account] = await installation.storage.list('accounts')
    assert.ok(account)
    const told = { account, handle: undefined, groups: [], scopes: ['email'], base: 'https://id.example.org' }
    return claimsOf({ ...told, application: { assertEmailVerified: true } })['email_verified']
  }

  it('is one that its owner did not type, unless the file says that nobody vouches for it', async () => {
    assert.equal(await isTold('emailVerified: true'), true)
    assert.equal(await isTold('name: Ann'), true)
    assert.equal(await isTold('emailVerified: false'), false)
  })
})
