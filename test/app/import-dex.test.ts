import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeJwt } from 'jose'
import { createHasher } from '../../src/accounts/passwords/hasher.ts'
import { applyImport, planImport } from '../../src/admin/operations/import.ts'
import { importDex } from '../../src/moving/dex/import-dex.ts'
import { createTestApp } from '../support/app.ts'
import { basic, callBack } from '../support/sign-in.ts'
import { keepSigningKey } from '../support/signing-key.ts'
import { dexConfig, environment, password } from '../unit/moving/dex-files.ts'

const by = { via: 'import' } as const

const moved = async () => {
  const app = createTestApp()
  const world = { ...app.world, hasher: createHasher({ random: app.world.random, cost: { memory: 8, passes: 1 } }) }
  await keepSigningKey(app.world)
  const imported = await importDex(dexConfig, environment)
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

  it('signs the person in, whom the application goes on knowing by the sub that Dex told', async () => {
    const { world, imported, app, base, browser } = await moved()
    await applyImport(world, imported, by)
    const person = browser()
    const request = {
      ...{ client_id: 'wiki', redirect_uri: 'https://wiki.example/oidc', response_type: 'code' },
      ...{ scope: 'openid email groups', state: 's' },
    }
    const page = await person.get(`/authorize?${new URLSearchParams(request)}`)
    const form = { identifier: 'alice@example.org', password }
    const back = await person.follow(await person.submit(await person.follow(page), form, { button: 'sign-in' }))
    const answer = await callBack(
      { app, base },
      '/token',
      {
        grant_type: 'authorization_code',
        code: back.location?.searchParams.get('code') ?? '',
        redirect_uri: request.redirect_uri,
      },
      basic('wiki', environment.WIKI_SECRET),
    )
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    const { body } = answer
    const claims = decodeJwt(String(body['id_token']))
    assert.equal(claims.sub, 'CiQwOGE4Njg0Yi1kYjg4LTRiNzMtOTBhOS0zY2QxNjYxZjU0NjYSBWxvY2Fs')
    assert.deepEqual(claims['groups'], ['staff', 'wiki'])
  })
})
