import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { claimVocabulary } from '../../../src/applications/claims/vocabulary.ts'
import { compilerFor } from '../../../src/expressions/compile.ts'
import { translate } from '../../../src/moving/authentik/expression.ts'

describe('a scope mapping of authentik’s', () => {
  const known: readonly (readonly [string, string | undefined])[] = [
    ['return {}', undefined],
    ['return None', undefined],
    ["return {'email': user.email, 'email_verified': True}", '{"email": user.email, "email_verified": true}'],
    ['# why\nreturn {"groups": [group.name for group in user.ak_groups.all()]}', '{"groups": groups}'],
    ['return {"roles": ["a", "b"], "level": 3,}', '{"roles": ["a", "b"], "level": 3}'],
    ['return {"login": request.user.username}', '{"login": user.username}'],
    ['return {"groups": [group.name for group in request.user.groups.all()]}', '{"groups": groups}'],
    ['return {"boss": ak_is_group_member(request.user, name="bosses")}', '{"boss": "bosses" in groups}'],
    [
      'return {"romm_roles": ["admin"] if user.ak_groups.filter(name="bosses").exists() else ["user"]}',
      '{"romm_roles": "bosses" in groups ? ["admin"] : ["user"]}',
    ],
    [
      `entitlements = [entitlement.name for entitlement in request.user.app_entitlements(provider.application)]
return {
    "entitlements": entitlements,
    "roles": entitlements,
}`,
      '{"entitlements": roles, "roles": roles}',
    ],
  ]
  for (const [python, cel] of known) {
    it(`is translated when all of it is of a known form: ${JSON.stringify(python)}`, async () => {
      assert.deepEqual(translate(python), { known: true, cel })
      const compiler = await compilerFor(claimVocabulary)
      if (cel !== undefined) assert.equal(compiler.compile(cel, 'claims').ok, true)
    })
  }

  const unknown = [
    'return {"a": user.attributes.get("a")}',
    'return {"a": user.email.lower()}',
    'return {"a": user.username + "x"}',
    'if True:\n  return {"a": "b"}',
    'x = y\nreturn {"a": "b"}',
    'x = "a"\nx = "b"\nreturn {"a": x}',
    'user = "a"\nreturn {"a": user.email}',
    'ak_is_group_member = "a"\nreturn {"a": ak_is_group_member(user, name="b")}',
    'return {"a": "b" if ak_is_group_member(user, name="c") else 3}',
    'return {"a": "b" if user.is_superuser else "c"}',
    'return {"a": "b" if ak_is_group_member(user, name="c") or True else "d"}',
    'return {"a": not ak_is_group_member(user, name="c")}',
    'return {"a": ak_is_group_member(user, name=user.name)}',
    'return {"a" = "b"}',
    'return {"a": "b"} if x else {}',
    'return {"a": f"x"}',
    'return {"a": "\\x41"}',
    'return {**user.attributes}',
    'return {"a": "b"}\nreturn {}',
    'return {"groups": [group.name for group in user.ak_groups.all() if group.name]}',
    'return {"a": "b"',
    '',
  ]
  for (const python of unknown) {
    it(`is left alone otherwise: ${JSON.stringify(python)}`, () => {
      assert.deepEqual(translate(python), { known: false })
    })
  }

  it('is read without harm, whatever it is', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void translate(`return {${text}}`)))
  })
})
