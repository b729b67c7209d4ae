import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Problems } from '../../../src/lib/problems.ts'
import { importAuthentik } from '../../../src/moving/authentik/import-authentik.ts'
import { apiExport, blueprint, custom, janesUid, pbkdf2 } from './authentik-files.ts'

describe('an authentik blueprint', () => {
  it('is told in the words of portico.yaml', async () => {
    const { file, knownAs } = await importAuthentik(blueprint, {})
    assert.deepEqual(file.applications?.[0], {
      slug: 'notes',
      name: 'Notes',
      group: 'Writing',
      launchUrl: 'https://notes.example/',
      clientId: 'notes-client',
      clientSecret: 'a-secret-for-notes-out-of-the-context',
      redirectUris: ['https://notes.example/callback', { match: 'regex', uri: 'https://notes\\.example/users/[a-z]+' }],
      postLogoutRedirectUris: ['https://notes.example/bye'],
      consent: 'implicit',
      accessTokenLifetime: '10m',
      idTokenLifetime: '10m',
      refreshTokenIdle: '30d',
      accessGroups: ['readers'],
      claimMappings: [{ scope: 'email', expression: '{"email": user.email, "email_verified": true}' }],
      subjectMode: 'username',
    })
    assert.deepEqual(file.accounts, [
      {
        username: 'jane.doe',
        name: 'Jane Doe',
        email: 'jane@example.org',
        passwordHash: pbkdf2,
        groups: ['readers', 'writers'],
      },
    ])
    assert.deepEqual(knownAs, [{ username: 'jane.doe', application: 'notes', subject: 'jane.doe' }])
  })

  it('shows an expression that is none of the known forms as it is, and guesses nothing', async () => {
    const { left } = await importAuthentik(blueprint, {})
    const shown = left.find(({ code }) => code === 'expression')
    assert.equal(shown?.detail, `scope profile\n${custom}`)
  })

  it('lets nobody in whom a policy kept out that it does not know', async () => {
    const { file, left } = await importAuthentik(blueprint, {})
    assert.deepEqual(file.applications?.[1]?.['accessRules'], {
      match: 'all',
      rules: [
        { kind: 'group', value: 'writers', negate: true },
        { kind: 'expression', value: 'false' },
      ],
    })
    assert.equal(left.filter(({ code }) => code === 'policy').length, 1)
  })

  it('says that hashed subjects cannot be kept by it alone, and what else it left', async () => {
    const { left } = await importAuthentik(blueprint, {})
    const told = left.map(({ about, code, detail = '' }) => `${about} ${code} ${detail}`)
    assert.ok(
      told.some((line) => line.endsWith('.sub_mode subjects_missing hashed_user_id')),
      told.join('\n'),
    )
    assert.ok(!told.some((line) => line.includes('signing_key')), 'RS256 is what it has')
    assert.ok(told.includes('authentik_flows.flow not_ours 2'))
    assert.ok(told.some((line) => line.endsWith('not_ours ak-outpost')))
  })
})

describe('what authentik’s API answers', () => {
  it('keeps the subjects that applications were told', async () => {
    const { file, knownAs } = await importAuthentik(apiExport, {})
    assert.deepEqual(
      knownAs.map(({ username, subject }) => `${username} ${subject}`),
      [`jane ${janesUid}`, `mr_who ${'b'.repeat(64)}`],
    )
    const [social] = file.applications ?? []
    assert.deepEqual(social?.['redirectUris'], ['https://social.example/a', 'https://social.example/b'])
    assert.deepEqual([social?.['public'], social?.['clientSecret'], social?.['hidden']], [true, undefined, true])
    assert.deepEqual(social?.['accessRules'], {
      match: 'any',
      rules: [
        { kind: 'account', value: 'jane' },
        { kind: 'group', value: 'readers', negate: true },
      ],
    })
    assert.deepEqual(
      file.accounts?.map(({ username, disabled, groups }) => [username, disabled, groups]),
      [
        ['jane', undefined, ['readers']],
        ['mr_who', true, undefined],
      ],
    )
  })

  it('is refused when it is something else', async () => {
    for (const text of ['', '[]', '{}', 'hello', '{"hello": []}', '{"entries": 3}', '---\n- 1']) {
      await assert.rejects(importAuthentik(text, {}), Problems, text)
    }
  })
})
