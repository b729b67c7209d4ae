import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readConfiguration } from '../../../src/admin/apply/read-configuration.ts'
import { Problems } from '../../../src/lib/problems.ts'
import { problemsOf } from './support.ts'

const read = (text: string) => readConfiguration(text, 'portico.yaml')
const problem = async (text: string): Promise<string> => {
  const problems = await problemsOf(read(text))
  assert.equal(problems.length, 1, problems.join('\n'))
  return problems[0] ?? ''
}

describe('a configuration file', () => {
  it('is read as its author meant it', async () => {
    const { file } = await read(`
accounts:
  - { username: alice, name: Alice Example, email: alice@example.org, emailVerified: true,
      password: correct horse battery staple, admin: true, groups: [staff] }
applications:
  - { slug: notes, name: Notes, recipe: generic, clientId: notes, clientSecret: s3cretS3cretS3cretS3cret,
      redirectUris: ["http://localhost:9000/callback"], consent: implicit, accessTokenLifetime: 10m }
`)
    assert.equal(file.accounts?.[0]?.password, 'correct horse battery staple')
    assert.deepEqual(file.applications?.[0]?.redirectUris, ['http://localhost:9000/callback'])
    assert.equal(file.applications?.[0]?.accessTokenLifetime, 600_000)
  })

  it('may say nothing', async () => {
    for (const text of ['', '# nothing yet', 'accounts:\ngroups:\n', '{}'])
      assert.deepEqual((await read(text)).file, {})
  })

  it('may name the schema that an editor checks it by', async () => {
    assert.deepEqual(await problemsOf(read('$schema: ./portico.schema.json\n')), [])
  })

  it('is refused with every problem, in order, each with its place', async () => {
    const problems = await problemsOf(
      read(`
acounts: []
accounts:
  - username: bob
    email_verified: true
    emailVerified: yes
    email: bob
  - name: Nobody
groups:
  - { nam: staff }
applications:
  - slug: No Slug
    clientSecret: 123456789
    consent: maybe
    redirectUri: https://notes.example/callback
`),
    )
    assert.deepEqual(problems, [
      'portico.yaml:2:10 acounts is not known. Did you mean accounts?',
      'portico.yaml:5:21 accounts[0].email_verified is not known. Did you mean emailVerified?',
      'portico.yaml:6:20 accounts[0].emailVerified must be true or false',
      'portico.yaml:7:12 accounts[0].email is not an e-mail address',
      'portico.yaml:8:5 accounts[1].username is missing',
      'portico.yaml:10:5 groups[0].name is missing',
      'portico.yaml:10:12 groups[0].nam is not known. Did you mean name?',
      'portico.yaml:12:11 applications[0].slug is not a slug: small letters, digits and - between them',
      'portico.yaml:13:19 applications[0].clientSecret must be text. Put quotes around the number',
      'portico.yaml:14:14 applications[0].consent must be explicit or implicit',
      'portico.yaml:15:18 applications[0].redirectUri is not known. Did you mean redirectUris?',
    ])
  })

  it('keeps to one form of a secret, also when something else is wrong', async () => {
    const problems = await problemsOf(
      read('applications: [{ slug: a, clientSecret: x, clientSecretEnv: Y, hiden: true }]'),
    )
    assert.equal(problems.length, 2)
    assert.match(
      problems[0] ?? '',
      /more than one of clientSecret, clientSecretEnv, clientSecretFile and clientSecretHash/,
    )
    assert.match(
      (await problemsOf(read('accounts: [{ username: a, passwordFile: x, passwordEnv: y }]'))).join(),
      /more than one of password,/,
    )
  })

  it('gives a public application no secret and no way around PKCE', async () => {
    assert.match(
      await problem('applications: [{ slug: a, public: true, clientSecretEnv: X }]'),
      /although it is public/,
    )
    assert.match(await problem('applications: [{ slug: a, public: true, pkce: optional }]'), /PKCE is required/)
  })

  it('refuses redirect addresses that harm, and takes http elsewhere as the operator’s own decision', async () => {
    const withUri = (uri: string) => `applications: [{ slug: a, redirectUris: [${JSON.stringify(uri)}] }]`
    assert.match(await problem(withUri('javascript:alert(1)')), /would run/)
    assert.match(await problem(withUri('https://a.example/#b')), /fragment/)
    assert.match(await problem(withUri('/callback')), /whole address/)
    assert.match(await problem(withUri('https://me:pw@a.example/')), /user name/)
    assert.match(await problem(withUri('myapp:/callback')), /without a dot/)
    for (const uri of ['http://notes.lan/callback', 'org.example.app:/callback', 'http://127.0.0.1/cb'])
      assert.deepEqual(await problemsOf(read(withUri(uri))), [], uri)
  })

  it('refuses a hash that could never be checked', async () => {
    assert.match(await problem('accounts: [{ username: a, passwordHash: hunter2 }]'), /not a password hash/)
    assert.match(await problem('applications: [{ slug: a, clientSecretHash: hunter2 }]'), /sha256:/)
  })

  it('never repeats a value, which may be a secret in the wrong place', async () => {
    const texts = [
      'hunter2',
      '"hunter2',
      'accounts: hunter2',
      'accounts: [hunter2]',
      'accounts: [{ username: hunter2 hunter2 }]',
      'accounts: [{ username: a, admin: hunter2, passwordHash: hunter2 }]',
      'applications: [{ slug: a, clientSecretHash: hunter2, redirectUris: [hunter2], consent: hunter2 }]',
      'applications: [{ slug: a, clientSecret: [hunter2] }]\n  hunter2: [',
    ]
    for (const text of texts) {
      const problems = await problemsOf(read(text))
      assert.notDeepEqual(problems, [], text)
      assert.doesNotMatch(problems.join('\n'), /hunter2(?! is not known)/, text)
    }
  })

  it('is told where it is not YAML', async () => {
    assert.match(await problem('accounts:\naccounts:\n'), /^portico\.yaml:1:\d+ this name occurs twice/)
    assert.match(await problem('name: "never closed'), /^portico\.yaml:1:\d+ something is missing here/)
  })

  it('cannot unfold without end', async () => {
    const rows = [...'bcdefghij'].map((name, at) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghi'[at]}`)}]`)
    assert.match(await problem(`a: &a [x,x,x,x,x,x,x,x,x,x]\n${rows.join('\n')}\n`), /refers to itself too often/)
  })

  it('is read or refused, whatever it holds', async () => {
    const words = fc.constantFrom(
      'accounts',
      'groups',
      ': ',
      '\n',
      '  ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '&a',
      '*a',
      '!!x ',
      '"',
      '#',
      'x',
      '? ',
      '<<',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(words, fc.string()), { maxLength: 20 }), async (parts) => {
        try {
          await read(parts.join(''))
        } catch (error) {
          assert.ok(error instanceof Problems, String(error))
        }
      }),
    )
  })
})
