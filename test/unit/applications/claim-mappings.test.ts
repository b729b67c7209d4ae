import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { loadExpressions, wrongInMapping, wrongInRule } from '../../../src/applications/claims/compiled.ts'
import { applyMappings, mappingsFor } from '../../../src/applications/claims/mappings.ts'
import { isProtocolClaim } from '../../../src/applications/claims/protocol-claims.ts'
import { ownScopes, roleClaims, rolesOf } from '../../../src/applications/claims/roles.ts'
import type { ClaimValues } from '../../../src/applications/claims/vocabulary.ts'
import type { Claims } from '../../../src/applications/claims.ts'
import { longestExpression } from '../../../src/expressions/compile.ts'
import { runs } from '../../support/fuzz.ts'

const expressions = await loadExpressions()

const alice: ClaimValues = {
  user: {
    ...{ id: 'alice-id', username: 'alice', name: 'Alice', email: 'alice@example.org', emailVerified: false },
    ...{ locale: '', administrator: false, createdAt: 1_700_000_000, handle: 'alice' },
  },
  groups: ['staff'],
  identities: [{ source: 'fediverse', host: 'social.example', acct: 'alice@social.example' }],
  roles: ['editor'],
  application: { slug: 'notes', name: 'Notes', clientId: 'notes' },
  session: { authTime: 1_700_000_000, amr: ['pwd'], acr: '', source: '', host: '' },
  request: { scopes: ['openid', 'email'] },
}

const usual: Claims = {
  ...{ name: 'Alice', preferred_username: 'alice', email: 'alice@example.org', email_verified: true },
  groups: ['staff'],
}

/** What becomes of the usual claims by these expressions, each for the scope `profile`. */
const mapped = (...texts: readonly string[]) =>
  applyMappings(
    usual,
    mappingsFor({ claimMappings: texts.map((expression) => ({ scope: 'profile', expression })) }, ['profile']),
    alice,
    expressions,
  )
const made = (...texts: readonly string[]): Claims => {
  const { claims, missed } = mapped(...texts)
  assert.deepEqual(missed, [])
  return claims
}
const missedOf = (text: string) => mapped(text).missed.map(({ claim, why }) => [claim, why])

describe('a mapping', () => {
  it('is RomM’s e-mail mapping in one line', () => {
    const { email, email_verified } = made('{"email": user.email, "email_verified": true}')
    assert.deepEqual([email, email_verified], ['alice@example.org', true])
  })

  it('makes claims of everything there is to speak of', () => {
    const claims = made(
      '{"role": "editor" in roles ? "admin" : "user", "quota": 5, "from": identities.map(i, i.host), "asked": request.scopes}',
      '{"who": user.username + "@" + application.slug, "how": session.amr[0], "since": session.authTime}',
    )
    assert.deepEqual(
      [claims['role'], claims['quota'], claims['from'], claims['asked'], claims['who'], claims['how'], claims['since']],
      ['admin', 5, ['social.example'], ['openid', 'email'], 'alice@notes', 'pwd', 1_700_000_000],
    )
  })

  it('is taken in order: a later one has the last word', () => {
    assert.equal(made('{"name": "One"}', '{"name": "Two"}')['name'], 'Two')
  })

  it('takes a claim away by giving nothing for it', () => {
    assert.ok(!('name' in made('{"name": null}')))
    assert.ok(!('name' in made('{"name": ""}')))
  })

  it('never lets what was proven of one address be said of another', () => {
    assert.equal(made('{"email": "boss@example.org"}')['email_verified'], false)
    assert.equal(made('{"email": user.email}')['email_verified'], true)
    assert.deepEqual(
      Object.keys(made('{"email": ""}')).filter((name) => name.startsWith('email')),
      [],
    )
  })

  it('is only for the scopes that were granted', () => {
    const claimMappings = [{ scope: 'immich', expression: '{"a": 1}' }]
    assert.deepEqual(mappingsFor({ claimMappings }, ['openid', 'profile']), [])
    assert.equal(mappingsFor({ claimMappings }, ['immich']).length, 1)
  })

  it('that comes to nothing leaves everything as it was, and is told by its place', () => {
    const { claims, missed } = mapped('{"a": identities[7].host}', '{"b": 1}')
    assert.deepEqual(claims, { ...usual, b: 1 })
    assert.deepEqual(
      missed.map(({ item, scope, why }) => [item, scope, why]),
      [[0, 'profile', 'failed']],
    )
  })

  const wrongTypes: readonly (readonly [string, string])[] = [
    ['{"email_verified": "true"}', 'email_verified'],
    ['{"email_verified": null}', 'email_verified'],
    ['{"groups": "staff"}', 'groups'],
    ['{"groups": [1]}', 'groups'],
    ['{"name": 7}', 'name'],
    ['{"updated_at": "today"}', 'updated_at'],
  ]
  for (const [text, claim] of wrongTypes) {
    it(`makes no claim that crashes a relying party: ${text}`, () => {
      assert.deepEqual(missedOf(text), [[claim, 'wrong_type']])
      assert.deepEqual(mapped(text).claims, usual)
    })
  }

  it('makes no claim that is worked out to be the protocol’s, and says which', () => {
    assert.deepEqual(missedOf('{"s" + "ub": "bob", "ok": 1}'), [['sub', 'protocol_claim']])
    assert.equal(mapped('{"s" + "ub": "bob", "ok": 1}').claims['ok'], 1)
  })

  it('makes none of the protocol’s in other letters, which much software reads as the same', () => {
    for (const name of ['Sub', 'SUB', 'iSS', 'Aud', 'Nonce', 'Auth_Time']) {
      assert.deepEqual(missedOf(`{"${name}" + "": "bob"}`), [[name, 'protocol_claim']])
      assert.equal(wrongInMapping(expressions, `{"${name}": "bob"}`)?.code, 'protocol_claim')
    }
  })

  it('makes no claim that is something else to a program', () => {
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      assert.deepEqual(Object.entries(mapped(`{"${name}": "x"}`).claims), Object.entries(usual))
    }
    assert.deepEqual(mapped('{"__proto__": {"sub": "x"}}').claims, usual)
    assert.deepEqual(missedOf('{"a b": "x"}'), [['a b', 'bad_claim']])
    assert.deepEqual(made('{"https://example.org/roles": ["a"]}')['https://example.org/roles'], ['a'])
  })

  it('makes no more than fits into a token, however many there are', () => {
    const big = `{"a": [${'"x".lowerAscii() + "'.concat('y'.repeat(1500), '"')}]}`
    const texts = Array.from({ length: 20 }, (_, at) => big.replace('"a"', `"a${at}"`))
    const { claims, missed } = mapped(...texts)
    assert.ok(JSON.stringify(claims).length < 17_000)
    assert.ok(missed.length > 0 && missed.every(({ why }) => why === 'too_much'))
  })

  it('never makes, changes or removes a claim of the protocol, whatever it says', () => {
    const names = ['iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti', 'azp', 'nonce', 'auth_time', 'acr', 'amr', 'sid']
    const name = fc.constantFrom(...names, 'at_hash', 'c_hash', '_claim_names', 'name', 'role', 'email')
    const value = fc.constantFrom('"x"', 'null', 'true', '[1]', '{"sub": "x"}', 'user.username')
    const key = name.chain((text) =>
      fc.constantFrom(`"${text}"`, `"${text.slice(0, 1)}" + "${text.slice(1)}"`, `"${text}".trim()`),
    )
    const pair = fc.tuple(key, value).map(([key, value]) => `${key}: ${value}`)
    const text = fc.array(pair, { maxLength: 4 }).map((pairs) => `{${pairs.join(', ')}}`)
    fc.assert(
      fc.property(fc.array(text, { maxLength: 3 }), (texts) => {
        const { claims } = mapped(...texts)
        for (const claim of Object.keys(claims)) assert.ok(!isProtocolClaim(claim), claim)
        assert.ok(['boolean', 'undefined'].includes(typeof claims['email_verified']))
        assert.ok(claims['email'] !== undefined || claims['email_verified'] === undefined)
      }),
      runs(400),
    )
  })
})

describe('what is wrong with an expression', () => {
  const table: readonly (readonly [string, string, string, string])[] = [
    ['a name that does not exist', '{"a": user.emial}', 'type', 'emial'],
    ['what is no map', 'user.email', 'wrong_result', 'user.email'],
    ['an end that comes too soon', '{"a": ', 'syntax', ''],
    ['a claim of the protocol', '{"name": "x", "sub": user.email}', 'protocol_claim', '"sub"'],
    ['one behind a condition', 'user.emailVerified ? {"a": "b"} : {"iss": "x"}', 'protocol_claim', '"iss"'],
    ['a regular expression', '{"a": user.email.matches("x")}', 'pattern', 'user.email.matches("x")'],
    ['a loop in a loop', '{"a": groups.map(g, groups.map(h, h))}', 'nested_loop', 'groups.map(h, h)'],
    ['one that is too long', `{"a": "${'x'.repeat(longestExpression)}"}`, 'too_long', ''],
  ]
  for (const [name, text, code, at] of table) {
    it(`is told before anybody comes, with its place: ${name}`, () => {
      const wrong = wrongInMapping(expressions, text)
      assert.equal(wrong?.code, code)
      if (at !== '') assert.ok(text.slice(wrong?.from, wrong?.to).includes(at), text.slice(wrong?.from, wrong?.to))
    })
  }

  it('of a rule is that it asks for what no rule knows', () => {
    assert.equal(wrongInRule(expressions, '"a" in request.scopes')?.code, 'type')
    assert.equal(wrongInRule(expressions, 'groups')?.code, 'wrong_result')
    assert.equal(wrongInRule(expressions, '"staff" in groups && session.acr == ""'), undefined)
  })

  it('is said of any text at all, within its bounds, and nothing is thrown', () => {
    const words = fc.constantFrom(
      '{',
      '}',
      '"a"',
      ':',
      ',',
      '[',
      ']',
      '(',
      ')',
      'user',
      '.email',
      'groups',
      '.map(g, ',
      'g',
      '+',
      '?',
      '1',
      'null',
      '==',
      '&&',
      ' in ',
      '.join(",")',
      '"\\u0000"',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(words, { maxLength: 60 }).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(text, (text) => {
        for (const wrong of [wrongInMapping(expressions, text), wrongInRule(expressions, text)]) {
          assert.ok(
            wrong === undefined || (wrong.from >= 0 && wrong.from <= text.length && wrong.to <= text.length + 1),
          )
        }
        mapped(text)
      }),
      runs(500),
    )
  })
})

describe('roles', () => {
  const roles = [
    { value: 'admin', groups: ['staff-id'] },
    { value: 'editor', groups: ['writers-id', 'staff-id'] },
    { value: 'admin', groups: ['bosses-id'] },
  ]
  const application = { roles, rolesClaim: 'romm_roles', claimMappings: [{ scope: 'immich', expression: '{}' }] }

  it('follow from groups, in the application’s order and once each', () => {
    assert.deepEqual(rolesOf(application, ['bosses-id', 'staff-id']), ['admin', 'editor'])
    assert.deepEqual(rolesOf(application, []), [])
  })

  it('are a list, also of none, by the name the application knows', () => {
    assert.deepEqual(roleClaims(application, [], ['openid', 'profile']), { romm_roles: [] })
    assert.deepEqual(roleClaims(application, ['admin'], ['romm_roles']), { romm_roles: ['admin'] })
    assert.deepEqual(roleClaims(application, ['admin'], ['entitlements']), {
      romm_roles: ['admin'],
      entitlements: ['admin'],
    })
    assert.deepEqual(roleClaims(application, ['admin'], ['openid', 'email']), {})
    assert.deepEqual(roleClaims({ ...application, roles: [] }, [], ['profile', 'entitlements']), {})
  })

  it('bring scopes of the application’s own, as mappings do', () => {
    assert.deepEqual(ownScopes(application), ['immich', 'roles', 'entitlements', 'romm_roles'])
    assert.deepEqual(ownScopes({ ...application, roles: [], claimMappings: [] }), [])
  })
})
