import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import sharp from 'sharp'
import { arrive } from '../../../../src/accounts/identities/arrive.ts'
import { getPicture, hurryPicture, pictureKind } from '../../../../src/accounts/identities/picture.ts'
import { removeAvatar } from '../../../../src/accounts/pictures/avatar.ts'
import { runDueJobs } from '../../../../src/jobs/run-jobs.ts'
import { hours, minutes } from '../../../../src/lib/clock.ts'
import { FetchFailed } from '../../../../src/net/fetch-failed.ts'
import type { FetchOptions } from '../../../../src/net/safe-fetch.ts'
import type { Identity, Standing } from '../../../../src/sources/source.ts'
import { createTestWorld } from '../../../support/world.ts'
import { rowsOf } from '../support.ts'
import { alice, from, openTo } from './sample.ts'

const colour = (background: string): Promise<Buffer> =>
  sharp({ create: { width: 20, height: 20, channels: 3, background } })
    .png()
    .toBuffer()

const standingWith = (take: Partial<Standing['take']>): Standing => ({
  groups: [],
  take: { username: 'suggest', name: 'suggest', email: 'suggest', picture: 'suggest', groups: 'ignore', ...take },
  linkByEmail: false,
})

const svg = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="9" height="9"/></svg>',
)

/** A place with pictures; what is not there cannot be reached. */
const ready = async (pictures: Readonly<Record<string, Uint8Array>>, { failsFirst = false } = {}) => {
  const world = createTestWorld()
  await openTo(world, 'everyone')
  const asked: string[] = []
  const options: FetchOptions[] = []
  const fetch = Object.assign(
    async (url: string, how: FetchOptions) => {
      asked.push(url)
      options.push(how)
      const body = failsFirst && asked.length === 1 ? undefined : pictures[url]
      if (body === undefined) throw new FetchFailed('connection')
      if (body.length > how.most) throw new FetchFailed('too_large')
      return { status: 200, headers: new Headers(), body, url }
    },
    { close: async () => undefined },
  )
  const outside = { ...world, fetch, base: 'https://id.example.org' }
  return {
    world,
    asked,
    options,
    async come(picture: string | undefined, more: Partial<Identity> = {}) {
      const arrived = await arrive(
        world,
        alice('a.example', { profile: { ...alice().profile, picture }, ...more }),
        from,
      )
      assert.ok(arrived.ok)
      return arrived.account.id
    },
    hurry: (id: string) => hurryPicture(outside, id),
    async work() {
      world.clock.advance(minutes(1))
      await runDueJobs(world, { [pictureKind]: (job) => getPicture(outside, job) })
    },
    avatar: async (id: string) => (await world.storage.find('accounts', id))?.avatar,
  }
}

const one = 'https://cdn.example/one.png'
const two = 'https://cdn.example/two.png'

describe('the picture of somebody who came from elsewhere', () => {
  it('is had at once by whoever hurries, and asked for once', async () => {
    const { come, work, avatar, asked, hurry, options, world } = await ready({ [one]: await colour('red') })
    const id = await come(one)
    const [{ id: identityId = '' } = {}] = await rowsOf(world, 'identities')
    await hurry(String(identityId))
    assert.match((await avatar(id)) ?? '', /^\/avatars\//)
    assert.equal(options[0]?.within, 2000)
    await work()
    assert.deepEqual(asked, [one])
  })

  it('is fetched later where hurrying does not get it', async () => {
    const { come, work, avatar, hurry, world } = await ready({ [one]: await colour('red') }, { failsFirst: true })
    const id = await come(one)
    const [{ id: identityId = '' } = {}] = await rowsOf(world, 'identities')
    await hurry(String(identityId))
    assert.equal(await avatar(id), undefined)
    await work()
    assert.match((await avatar(id)) ?? '', /^\/avatars\//)
  })

  it('becomes our own copy, by a job', async () => {
    const { come, work, avatar, asked, options, world } = await ready({ [one]: await colour('red') })
    const id = await come(one)
    assert.deepEqual([asked, await avatar(id)], [[], undefined])
    await work()
    assert.match((await avatar(id)) ?? '', /^\/avatars\/[0-9a-f]{64}\.png$/)
    assert.equal(options[0]?.most, 2 * 1024 * 1024)
    assert.equal((await rowsOf(world, 'avatars')).length, 1)
  })

  it('is fetched again when it is another one, and goes when there is none any more', async () => {
    const { come, work, avatar, asked, world } = await ready({
      [one]: await colour('red'),
      [two]: await colour('blue'),
    })
    const id = await come(one)
    await work()
    const first = await avatar(id)
    await come(one)
    await work()
    assert.deepEqual(asked, [one])
    await come(two)
    await work()
    assert.notEqual(await avatar(id), first)
    assert.equal((await rowsOf(world, 'avatars')).length, 1)
    await come(undefined)
    await work()
    assert.equal(await avatar(id), undefined)
    assert.equal((await rowsOf(world, 'avatars')).length, 0)
  })

  it('never takes the place of the person’s own, nor comes back after they took it down', async () => {
    const { come, work, avatar, world } = await ready({ [one]: await colour('red'), [two]: await colour('blue') })
    const id = await come(one)
    await work()
    await removeAvatar(world, id)
    await come(two)
    await work()
    assert.equal(await avatar(id), undefined)
    await world.storage.change('accounts', id, (row) => ({ ...row, avatar: '/avatars/own.png' }))
    await come(one)
    await work()
    assert.equal(await avatar(id), '/avatars/own.png')
  })

  it('takes the place of their own where a provider’s always counts, also when it changes at the same address', async () => {
    const pictures: Record<string, Uint8Array> = { [one]: await colour('red') }
    const { come, work, avatar, asked, world } = await ready(pictures)
    const always = { standing: standingWith({ picture: 'always' }) }
    const id = await come(one, always)
    await work()
    const first = await avatar(id)
    await world.storage.change('accounts', id, (row) => ({ ...row, avatar: '/avatars/own.png' }))
    await come(one, always)
    await work()
    assert.equal(await avatar(id), first)
    pictures[one] = await colour('blue')
    await come(one, always)
    await work()
    const third = await avatar(id)
    assert.notEqual(third, first)
    assert.equal((await rowsOf(world, 'avatars')).length, 1)
    pictures[one] = svg
    await come(one, always)
    await work()
    assert.equal(await avatar(id), third)
    assert.equal(asked.length, 4)
  })

  it('stays their own where it is only suggested', async () => {
    const { come, work, avatar, world } = await ready({ [one]: await colour('red') })
    const suggested = { standing: standingWith({ picture: 'suggest' }) }
    const id = await come(one, suggested)
    await work()
    await world.storage.change('accounts', id, (row) => ({ ...row, avatar: '/avatars/own.png' }))
    await come(one, suggested)
    await work()
    assert.equal(await avatar(id), '/avatars/own.png')
  })

  for (const [name, body] of [
    ['an SVG', svg],
    ['a page', Buffer.from('<!doctype html><title>No</title>')],
  ] as const) {
    it(`is none where there is ${name}, and is not asked for again`, async () => {
      const { come, work, avatar, asked } = await ready({ [one]: body })
      const id = await come(one)
      await work()
      await come(one)
      await work()
      assert.deepEqual([await avatar(id), asked], [undefined, [one]])
    })
  }

  it('is tried a few times where the place does not answer, or sends too much, and then given up', async () => {
    const { come, work, asked, world } = await ready({ [two]: new Uint8Array(3 * 1024 * 1024) })
    for (const [times, url] of [one, two].entries()) {
      await come(url)
      for (let round = 0; round < 8; round++) {
        await work()
        world.clock.advance(hours(2))
      }
      assert.equal(asked.length, 4 * (times + 1))
    }
    assert.deepEqual(await rowsOf(world, 'jobs'), [])
  })
})
