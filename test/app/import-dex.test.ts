import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { createHasher } from '../../src/accounts/passwords/hasher.ts'
import { applyImport, planImport } from '../../src/admin/operations/import.ts'
import { importDex } from '../../src/moving/dex/import-dex.ts'
import { createTestApp, testSecret } from '../support/app.ts'
import { basic, callBack } from '../support/sign-in.ts'
import { keepSigningKey } from '../support/signing-key.ts'
import { dexConfig, environment, password } from '../unit/moving/dex-files.ts'

const by = { via: 'import' } as const

/** As Dex's own discovery has them. */
const paths = {
  authorization_endpoint: '/auth',
  token_endpoint: '/token',
  jwks_uri: '/keys',
  userinfo_endpoint: '/userinfo',
  introspection_endpoint: '/token/introspect',
}

const moved = async () => {
  const app = createTestApp({ base: 'https://sso.example.org' })
  const world = { ...app.world, hasher: createHasher({ random: app.world.random, cost: { memory: 8, passes: 1 } }) }
  await keepSigningKey(app.world)
  const imported = await importDex(dexConfig, environment, app.base)
  return { ...app, world, imported }
}

describe('moving in from Dex', () => {
  it('changes nothing before it is asked to, everything then, and nothing the second time', async () => {
    const { world, imported } = await moved()
    const planned = await planImport(world, imported, by)
    assert.ok(planned.difference.steps.length > 0)
    assert.equal(await world.storage.count('applications'), 0)
    const applied = await applyImport(world, imported, by)
    assert.deepEqual(
      applied.difference.steps.map(({ does, what, name }) => `${does} ${what} ${name}`),
      planned.difference.steps.map(({ does, what, name }) => `${does} ${what} ${name}`),
    )
    assert.deepEqual((await applyImport(world, imported, by)).difference.steps, [])
    const rows = [...(await world.storage.list('applications')), ...(await world.storage.list('accounts'))]
    assert.ok(
      rows.every(({ managed }) => !managed),
      'what an import makes is the console’s',
    )
  })

  it('signs the person in for an application that knew Dex, at the addresses of Dex, as whom Dex said they are', async () => {
    const { world, imported, app, base, browser } = await moved()
    await applyImport(world, imported, by)
    const fetched = async (address: unknown, headers: Record<string, string> = {}) => {
      const answer = await app.answer(new Request(String(address), { headers }), { address: '192.0.2.9' })
      return (await answer.json()) as Readonly<Record<string, unknown>>
    }
    const found = await fetched(`${base}/dex/.well-known/openid-configuration`)
    assert.equal(found['issuer'], 'https://sso.example.org/dex')
    for (const [name, path] of Object.entries(paths)) assert.equal(found[name], `${base}/dex${path}`)

    const person = browser()
    const request = {
      ...{ client_id: 'wiki', redirect_uri: 'https://wiki.example/oidc', response_type: 'code' },
      ...{ scope: 'openid email groups', state: 's', nonce: 'n' },
    }
    const page = await person.get(`/dex${paths.authorization_endpoint}?${new URLSearchParams(request)}`)
    const form = { identifier: 'alice@example.org', password }
    const back = await person.follow(await person.submit(await person.follow(page), form, { button: 'sign-in' }))
    assert.equal(back.location?.searchParams.get('iss'), found['issuer'])
    const { status, body } = await callBack(
      { app, base },
      '/dex/token',
      {
        grant_type: 'authorization_code',
        code: back.location?.searchParams.get('code') ?? '',
        redirect_uri: request.redirect_uri,
      },
      basic('wiki', environment.WIKI_SECRET),
    )
    assert.equal(status, 200, JSON.stringify(body))
    const keys = createLocalJWKSet((await fetched(found['jwks_uri'])) as unknown as JSONWebKeySet)
    const { payload } = await jwtVerify(String(body['id_token']), keys, {
      issuer: 'https://sso.example.org/dex',
      audience: 'wiki',
      currentDate: new Date(world.clock.now()),
    })
    assert.equal(payload.sub, 'CiQwOGE4Njg0Yi1kYjg4LTRiNzMtOTBhOS0zY2QxNjYxZjU0NjYSBWxvY2Fs')
    assert.deepEqual(payload['groups'], ['staff', 'wiki'])
    const userinfo = await fetched(found['userinfo_endpoint'], { authorization: `Bearer ${body['access_token']}` })
    assert.equal(userinfo['sub'], payload.sub)
  })

  it('answers for Dex only where somebody moved in from there, and nobody else at its addresses', async () => {
    const { app, base, addApplication } = await moved()
    await addApplication()
    const ask = (path: string) => app.answer(new Request(base + path), { address: '192.0.2.9' })
    const none = await ask('/dex/.well-known/openid-configuration')
    assert.equal(none.status, 404)
    assert.equal(((await none.json()) as { issuer: string }).issuer, base)
    const { status, body } = await callBack(
      { app, base },
      '/dex/token',
      { grant_type: 'refresh_token' },
      basic('notes', testSecret),
    )
    assert.deepEqual([status, body['error']], [400, 'unauthorized_client'])
  })
})
