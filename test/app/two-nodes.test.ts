import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { disableAccount } from '../../src/accounts/disable.ts'
import { addMember, createGroup, removeMember } from '../../src/accounts/groups.ts'
import { endSessionByPublicId } from '../../src/accounts/sessions/end-session.ts'
import { membersOf } from '../../src/applications/access.ts'
import { deleteApplication, setDisabled } from '../../src/applications/change-application.ts'
import { rotateSecret } from '../../src/applications/rotate-secret.ts'
import { silentLog } from '../../src/lib/log.ts'
import { openStorage, type StorageAddress } from '../../src/storage/open-storage.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { createTestApp, type TestApp, testSecret } from '../support/app.ts'
import type { TestBrowser } from '../support/browser-in-memory.ts'
import { engines } from '../support/engines.ts'
import { basic, callBack, codeFor, redeem } from '../support/sign-in.ts'
import { createTestClock, createTestRandom } from '../support/world.ts'

for (const { name, skip, newPlace } of await engines()) {
  describe(`two nodes on one ${name} database`, { skip }, () => {
    const opened: Storage[] = []
    after(() => Promise.all(opened.map((storage) => storage.close())))

    const ready = async () => {
      const place: StorageAddress = await newPlace()
      const clock = createTestClock()
      const node = async (seed: string): Promise<TestApp> => {
        const storage = await openStorage(place, silentLog)
        opened.push(storage)
        return createTestApp({ storage, clock, random: createTestRandom(seed) })
      }
      const [one, other] = [await node('one'), await node('other')]
      const account = await one.addAccount()
      const group = await createGroup(one.world, { name: 'staff' })
      assert.ok(group.ok)
      await addMember(one.world, group.group.id, account.id)
      const application = await one.addApplication({ accessRules: membersOf([group.group.id]) })
      const browser = await one.signedIn(account)
      const elsewhere = other.browser()
      for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value)
      return { one, other, account, application, group: group.group, browser, elsewhere, clock }
    }

    const isSignedIn = async (browser: TestBrowser): Promise<boolean> => (await browser.get('/account')).status === 200

    test('give a code to one of fifty who redeem it at once, twenty-five at each', async () => {
      const { one, other, browser } = await ready()
      const code = await codeFor(browser)
      const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => redeem(at % 2 === 0 ? one : other, code)))
      assert.equal(answers.filter(({ status }) => status === 200).length, 1)
      assert.ok(answers.every(({ status, body }) => status === 200 || body['error'] === 'invalid_grant'))
    })

    test('give fifty who refresh at once the same successor, and it is good at both', async () => {
      const { one, other, browser } = await ready()
      const { body } = await redeem(one, await codeFor(browser, { scope: 'openid offline_access' }))
      const refresh = (node: TestApp, token: unknown) =>
        callBack(
          node,
          '/token',
          { grant_type: 'refresh_token', refresh_token: String(token) },
          basic('notes', testSecret),
        )
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, at) => refresh(at % 2 === 0 ? one : other, body['refresh_token'])),
      )
      const successors = new Set(answers.map(({ body }) => body['refresh_token']))
      assert.equal(successors.size, 1)
      const [successor] = successors
      const next = await refresh(other, successor)
      assert.equal(next.status, 200)
      assert.equal((await refresh(one, next.body['refresh_token'])).status, 200)
    })

    test('go on at each other with what was begun at one of them', async () => {
      const { one, other, application, browser, elsewhere } = await ready()
      await one.world.storage.put('applications', {
        ...((await one.world.storage.find('applications', application.id)) ?? assert.fail()),
        details: { ...application, consent: 'explicit' },
      })
      one.world.clock.advance(1000)
      const asked = await browser.get(
        '/authorize?client_id=notes&redirect_uri=https://app.example.org/callback&response_type=code&scope=openid',
      )
      for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value)
      const page = await elsewhere.get(asked.location ?? '')
      const answered = await elsewhere.submit(page, {}, { button: 'allow' })
      const code = answered.location?.searchParams.get('code') ?? ''
      assert.equal((await redeem(one, code, { code_verifier: '' })).status, 200)
      assert.equal((await redeem(other, code, { code_verifier: '' })).body['error'], 'invalid_grant')
    })

    const ends: readonly (readonly [
      name: string,
      end: (house: Awaited<ReturnType<typeof ready>>) => Promise<unknown>,
      session: boolean,
    ])[] = [
      [
        'a session that was ended',
        async ({ one, account }) => {
          const [session] = await one.world.storage.list('sessions')
          return endSessionByPublicId(one.world, account.id, session?.publicId ?? '')
        },
        true,
      ],
      ['a person who was disabled', ({ one, account }) => disableAccount(one.world, account.id), true],
      [
        'a person who left the group',
        ({ one, account, group }) => removeMember(one.world, group.id, account.id),
        false,
      ],
      [
        'an application that was deleted',
        ({ one, application }) => deleteApplication(one.world, application.id),
        false,
      ],
      [
        'an application that was switched off',
        ({ one, application }) => setDisabled(one.world, application.id, true),
        false,
      ],
      [
        'a secret that was replaced',
        ({ one, application }) => rotateSecret(one.world, application.id, { overlap: 0 }),
        false,
      ],
    ]
    for (const [name, end, session] of ends) {
      test(`let in neither: ${name}, within a second at the other`, async () => {
        const house = await ready()
        const { one, other, browser, elsewhere, clock } = house
        const code = await codeFor(browser)
        // The other node has seen it all a moment ago.
        await codeFor(elsewhere)
        await end(house)
        clock.advance(1000)
        for (const node of [one, other]) {
          const { body } = await redeem(node, code)
          assert.match(String(body['error']), /^invalid_(?:grant|client)$/)
        }
        if (!session) return
        assert.ok(!(await isSignedIn(browser)))
        assert.ok(!(await isSignedIn(elsewhere)))
      })
    }
  })
}
