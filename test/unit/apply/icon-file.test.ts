import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { adding } from '../../../src/storage/storage.ts'
import { createInstallation } from './support.ts'

const png = '\x89PNG\r\n\x1a\n and so on'
const file = (icon: string): string => `
applications:
  - slug: notes
    clientSecret: 0123456789abcdef0123456789abcdef
    redirectUris: [https://notes.example/cb]
    ${icon}
`

describe('iconFile', () => {
  it('is an application’s icon, whatever the file is called, and is not asked in the console', async () => {
    const portico = createInstallation()
    const files = { 'notes.bin': png }
    await portico.apply(file('iconFile: notes.bin'), { files })
    const [row] = await portico.storage.list('applications')
    const { icon } = row?.details as { readonly icon?: string }
    assert.equal(icon, `data:image/png;base64,${Buffer.from(png, 'latin1').toString('base64')}`)
    assert.equal((await portico.plan(file('iconFile: notes.bin'), { files })).steps.length, 0)
    const notes = (await portico.storage.find('settings', 'managed-fields'))?.value
    assert.match(JSON.stringify(notes), /"applications":\{[^}]*"icon"/)
  })

  it('is refused in a sentence: not there, no picture, too large, or beside another', async () => {
    const portico = createInstallation()
    const cases: readonly (readonly [string, string | undefined, RegExp])[] = [
      ['iconFile: a', undefined, /portico\.yaml:6:\d+ applications\[0\]\.iconFile cannot be used: a cannot be read/],
      ['iconFile: a', '<!doctype html><script>', /iconFile is no picture/],
      ['iconFile: a', png + 'x'.repeat(30_000), /iconFile is larger than 29 kB/],
      ['iconFile: a\n    icon: data:image/png;base64,AAAA', png, /has both icon and iconFile/],
    ]
    for (const [line, content, sentence] of cases) {
      const files = content === undefined ? {} : { a: content }
      await assert.rejects(portico.plan(file(line), { files }), sentence)
    }
  })
})

describe('a picture that the file replaces', () => {
  it('is kept no longer than somebody uses it', async () => {
    const portico = createInstallation()
    const kept = (id: string) => ({
      id,
      type: 'image/png' as const,
      bytes: new Uint8Array([1]),
      token: id,
      createdAt: 0,
    })
    const [one, two] = ['a'.repeat(64), 'b'.repeat(64)]
    await portico.storage.atomically([adding('avatars', kept(one)), adding('avatars', kept(two))])
    const people = (ann: string): string =>
      `accounts:\n  - username: ann\n    avatar: /avatars/${ann}.png\n  - username: bob\n    avatar: /avatars/${two}.png\n`
    await portico.apply(people(one))
    assert.equal(await portico.storage.count('avatars'), 2)
    await portico.apply(people(two))
    assert.deepEqual(
      (await portico.storage.list('avatars')).map(({ id }) => id),
      [two],
    )
  })
})
