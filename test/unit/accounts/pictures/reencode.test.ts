import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import sharp from 'sharp'
import { reencode, reencodeMentioned } from '../../../../src/accounts/pictures/reencode.ts'

const blank = async (side: number): Promise<Uint8Array> =>
  new Uint8Array(
    await sharp({ create: { width: side, height: side, channels: 3, background: '#357' } })
      .png()
      .toBuffer(),
  )

describe('a picture that another server has', () => {
  it('may be as large as they hand them out, and no bomb', async () => {
    const [photograph, huge] = [await blank(4096), await blank(5000)]
    assert.equal((await reencodeMentioned(photograph, 'face'))?.ok, true)
    assert.deepEqual(await reencodeMentioned(huge, 'face'), { ok: false, code: 'too_large' })
    assert.equal((await reencode(huge, 'face')).ok, true)
  })

  it('waits with few others, and keeps no upload waiting', async () => {
    const photograph = await blank(3000)
    const mentioned = Array.from({ length: 20 }, () => reencodeMentioned(photograph, 'face'))
    const first = await Promise.race([
      reencode(await blank(10), 'face').then(() => 'upload'),
      Promise.all(mentioned).then(() => 'everything mentioned'),
    ])
    assert.equal(first, 'upload')
    const made = await Promise.all(mentioned)
    assert.equal(made.filter((one) => one?.ok === true).length, 8)
    assert.equal(made.filter((one) => one === undefined).length, 12)
    assert.equal((await reencodeMentioned(photograph, 'face'))?.ok, true)
  })
})
