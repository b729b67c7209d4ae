import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as client from 'openid-client'
import { clientAuthOf } from '../../../../src/sources/openid/client-auth.ts'

const sent = async (client_id: string, secret: string): Promise<string> => {
  const headers = new Headers()
  const auth = await clientAuthOf(client, { clientAuth: 'basic' }, secret)
  await auth?.({ issuer: 'https://sso.example' }, { client_id }, new URLSearchParams(), headers)
  const [scheme, pair = ''] = (headers.get('authorization') ?? '').split(' ')
  assert.equal(scheme, 'Basic')
  return Buffer.from(pair, 'base64').toString()
}

describe('HTTP Basic, as a provider gets it', () => {
  it('is the same encoded or not where it can be, so that those who decode nothing know us too', async () => {
    assert.equal(
      await sent('my-client_1.example', 'a-secret_of.Letters*09'),
      'my-client_1.example:a-secret_of.Letters*09',
    )
  })

  it('is encoded as a form where it has to be', async () => {
    const pair = await sent('https://app.example/', 'a b+c:d%e&f=~é')
    assert.equal(pair, 'https%3A%2F%2Fapp.example%2F:a+b%2Bc%3Ad%25e%26f%3D%7E%C3%A9')
    const read = pair.split(':').map((part) => decodeURIComponent(part.replaceAll('+', ' ')))
    assert.deepEqual(read, ['https://app.example/', 'a b+c:d%e&f=~é'])
  })
})
