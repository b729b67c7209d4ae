import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { clientAddress } from '../../../src/applications/client-metadata/client-address.ts'
import { readClientDocument } from '../../../src/applications/client-metadata/client-document.ts'

const id = 'https://notes.example.org/client.json'
const address = new URL(id)
const document = {
  client_id: id,
  client_name: 'Notes',
  redirect_uris: ['https://notes.example.org/callback'],
  token_endpoint_auth_method: 'none',
}
const read = (changes: Readonly<Record<string, unknown>>) => readClientDocument(address, { ...document, ...changes })
const problemOf = (changes: Readonly<Record<string, unknown>>): string => {
  const done = read(changes)
  return done.ok ? 'none' : done.problem
}
const nameOf = (name: unknown): string => {
  const done = read({ client_name: name })
  return done.ok ? done.client.name : assert.fail(done.problem)
}

describe('a client id that is an address', () => {
  it('is an https address with a path', () => {
    for (const right of [id, 'https://notes.example.org/a/b/', 'https://notes.example.org:8443/client'])
      assert.equal(clientAddress(right)?.href, right)
  })

  it('is nothing that has another spelling, or to which something could be added', () => {
    const wrong = [
      ...[
        'http://notes.example.org/client.json',
        'notes',
        '',
        'https://notes.example.org',
        'https://notes.example.org/',
      ],
      ...['https://Notes.example.org/c', 'https://notes.example.org:443/c', 'https://notes.example.org/./c'],
      ...['https://notes.example.org/a/../c', 'https://notes.example.org/c?', 'https://notes.example.org/c?a=b'],
      ...['https://notes.example.org/c#', 'https://notes.example.org/c#d', 'https://a@notes.example.org/c'],
      ...['https://a:b@notes.example.org/c', ' https://notes.example.org/c', 'https://notes.example.org/c\n'],
      ...['https:notes.example.org/c', 'https:\\\\notes.example.org/c', 'https://notes.exämple.org/c'],
      `https://notes.example.org/${'c'.repeat(500)}`,
    ]
    for (const text of wrong) assert.equal(clientAddress(text), undefined, text)
  })

  it('is, whatever it is made of, the very text that was sent', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string()), (text) => {
        const found = clientAddress(text)
        assert.ok(found === undefined || (found.href === text && found.protocol === 'https:'))
      }),
    )
  })
})

describe('the document at the address of an application', () => {
  it('says what it is called and where its people come back to', () => {
    assert.deepEqual(read({}), {
      ok: true,
      client: { name: 'Notes (notes.example.org)', redirectUris: ['https://notes.example.org/callback'] },
    })
  })

  it('may send people to the machine in front of them, and to no other place than its own', () => {
    for (const uri of [
      'http://127.0.0.1/cb',
      'http://[::1]:8080/cb',
      'http://localhost:3000/cb',
      'https://notes.example.org/',
    ])
      assert.equal(problemOf({ redirect_uris: [uri] }), 'none', uri)
    const elsewhere = [
      ...[
        'https://other.example.org/cb',
        'https://notes.example.org.evil.example/cb',
        'https://notes.example.org:8443/cb',
      ],
      ...[
        'http://notes.example.org/cb',
        'https://a@notes.example.org/cb',
        'org.example.notes:/cb',
        'javascript:alert(1)',
      ],
      ...['https://notes.example.org/cb#x', '/cb', '//notes.example.org/cb', 'http://127.0.0.1.evil.example/cb', ''],
      ...['https://notes.example.org\\@evil.example/cb', `https://notes.example.org/${'c'.repeat(2000)}`],
    ]
    for (const uri of elsewhere) {
      assert.equal(problemOf({ redirect_uris: [uri] }), 'redirect_elsewhere', uri)
      assert.equal(problemOf({ redirect_uris: [...document.redirect_uris, uri] }), 'redirect_elsewhere', uri)
    }
  })

  it('is about that address, to the letter', () => {
    for (const other of [
      'https://notes.example.org/client.json/',
      'https://NOTES.example.org/client.json',
      undefined,
      7,
      [id],
    ])
      assert.equal(problemOf({ client_id: other }), 'other_client')
  })

  it('has no secret, and asks for no other proof than PKCE', () => {
    assert.equal(problemOf({ client_secret: 's' }), 'not_public')
    for (const method of ['client_secret_basic', 'client_secret_post', 'private_key_jwt', null])
      assert.equal(problemOf({ token_endpoint_auth_method: method }), 'not_public')
    assert.equal(problemOf({ token_endpoint_auth_method: undefined }), 'none')
  })

  it('signs people in by code', () => {
    assert.equal(problemOf({ grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] }), 'none')
    assert.equal(problemOf({ grant_types: ['implicit'] }), 'no_code')
    assert.equal(problemOf({ response_types: ['token'] }), 'no_code')
  })

  it('is no other kind of thing', () => {
    assert.deepEqual(readClientDocument(address, undefined), { ok: false, problem: 'malformed' })
    for (const redirects of [undefined, 'https://notes.example.org/callback', [7], {}])
      assert.equal(problemOf({ redirect_uris: redirects }), 'malformed')
    assert.equal(problemOf({ redirect_uris: [] }), 'no_redirect')
    const many = Array.from({ length: 21 }, (_, at) => `https://notes.example.org/${at}`)
    assert.equal(problemOf({ redirect_uris: many }), 'no_redirect')
    assert.equal(problemOf({ grant_types: 'authorization_code' }), 'malformed')
  })

  it('never hides whose it is: the domain stands beside every name', () => {
    assert.equal(nameOf('Your Bank'), 'Your Bank (notes.example.org)')
    for (const name of [undefined, '', '  ', 7, 'accounts.bank.example', 'Bank (bank.example)', '\u202e'])
      assert.equal(nameOf(name), 'notes.example.org', String(name))
    assert.match(nameOf('x'.repeat(500)), /^x{60} \(notes\.example\.org\)$/)
    assert.equal(nameOf('a\u202eb\nc'), 'ab c (notes.example.org)')
  })
})
