import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { minutes, seconds } from '../../../../src/lib/clock.ts'
import { FetchFailed } from '../../../../src/net/fetch-failed.ts'
import type { SafeFetch } from '../../../../src/net/safe-fetch.ts'
import { hearLogout } from '../../../../src/sources/openid/back-channel.ts'
import { holdKeys } from '../../../../src/sources/openid/held-keys.ts'
import { openidOf } from '../../../../src/sources/openid/settings.ts'
import { createTestWorld } from '../../../support/world.ts'

const issuer = 'https://login.example'
const uri = `${issuer}/jwks`
const metadata = { issuer, jwks_uri: uri, id_token_signing_alg_values_supported: ['ES256'] }
const settings = openidOf({ issuer, clientId: 'portico' })

interface Signer {
  readonly jwk: JWK
  sign(now: number): Promise<string>
}

const signer = async (kid: string): Promise<Signer> => {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  return {
    jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256' },
    sign: (now) =>
      new SignJWT({ events: { 'http://schemas.openid.net/event/backchannel-logout': {} }, sub: 'alice-1' })
        .setProtectedHeader({ alg: 'ES256', kid })
        .setIssuer(issuer)
        .setAudience('portico')
        .setIssuedAt(Math.floor(now / 1000))
        .sign(privateKey),
  }
}

/** A provider that publishes these keys, and hears how often it is asked. */
const providerOf = async (published: JWK[]) => {
  const { clock, base } = { ...createTestWorld(), base: 'https://id.example.org' }
  const provider = { published, asked: 0, away: false, broken: false }
  const fetch = (async () => {
    provider.asked += 1
    if (provider.away) throw new FetchFailed('timeout')
    const body = provider.broken ? 'sorry' : JSON.stringify({ keys: provider.published })
    return { status: 200, headers: new Headers(), body: new TextEncoder().encode(body), url: uri }
  }) as unknown as SafeFetch
  const keys = holdKeys({ fetch, base, clock }, settings)
  const isHeard = async (signer: Signer): Promise<boolean> => {
    const said = await signer.sign(clock.now())
    return (await hearLogout({ clock }, { settings, metadata, keys, said })) !== undefined
  }
  return { provider, clock, isHeard }
}

describe('what a provider’s logout tokens are verified by', () => {
  it('is asked for once in five minutes, and once for fifty at once', async () => {
    const one = await signer('one')
    const { provider, clock, isHeard } = await providerOf([one.jwk])
    assert.ok((await Promise.all(Array.from({ length: 50 }, () => isHeard(one)))).every(Boolean))
    clock.advance(minutes(5) - 1)
    assert.ok(await isHeard(one))
    assert.equal(provider.asked, 1)
    clock.advance(1)
    assert.ok(await isHeard(one))
    assert.equal(provider.asked, 2)
  })

  for (const [what, kid] of [
    ['a new name', 'two'],
    ['the old name', 'one'],
  ] as const)
    it(`follows to another key at once, under ${what}`, async () => {
      const [one, two] = [await signer('one'), await signer(kid)]
      const { provider, clock, isHeard } = await providerOf([one.jwk])
      assert.ok(await isHeard(one))
      clock.advance(seconds(30))
      provider.published = [two.jwk]
      assert.ok(await isHeard(two))
      assert.equal(await isHeard(one), false)
      assert.equal(provider.asked, 2)
    })

  it('is asked for twice a minute at most, whatever strangers send', async () => {
    const [one, stranger] = [await signer('one'), await signer('two')]
    const { provider, clock, isHeard } = await providerOf([one.jwk])
    for (let sent = 0; sent < 60; sent++) {
      assert.equal(await isHeard(stranger), false)
      clock.advance(seconds(1))
    }
    assert.equal(provider.asked, 2)
    assert.ok(await isHeard(one))
  })

  it('is no answer that has no keys in it, nor none', async () => {
    const one = await signer('one')
    const { provider, isHeard } = await providerOf([one.jwk])
    provider.broken = true
    assert.equal(await isHeard(one), false)
    Object.assign(provider, { broken: false, away: true })
    assert.equal(await isHeard(one), false)
    provider.away = false
    assert.ok(await isHeard(one))
  })
})
