import assert from 'node:assert/strict'
import { argon2Sync } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Busy, createHasher, defaultCost } from '../../../src/accounts/passwords/hasher.ts'
import { isKnownHash, parseHash } from '../../../src/accounts/passwords/known-hash.ts'
import { createQueue } from '../../../src/accounts/passwords/queue.ts'
import { createTestRandom } from '../../support/world.ts'
import { cheap, many } from './support.ts'

const hasher = createHasher({ random: createTestRandom(), cost: cheap })
const no = { ok: false, rehash: false }
const right = { ok: true, rehash: false }
const outdated = { ok: true, rehash: true }

describe('hashing', () => {
  it('is argon2id with 19 MiB, two passes and one lane, as a PHC string', async () => {
    const hash = await createHasher({ random: createTestRandom() }).hash('a password')
    assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    const [, , , , salt = '', tag] = hash.split('$')
    const parameters = { parallelism: 1, tagLength: 32, memory: 19456, passes: 2 }
    const expected = argon2Sync('argon2id', {
      ...parameters,
      message: 'a password',
      nonce: Buffer.from(salt, 'base64'),
    })
    assert.equal(tag, expected.toString('base64').replace(/=+$/, ''))
    assert.deepEqual(defaultCost, { memory: 19456, passes: 2 })
  })

  it('salts every hash anew', async () => {
    assert.notEqual(await hasher.hash('a password'), await hasher.hash('a password'))
  })

  it('knows the password again and no other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), async (password, other) => {
        const hash = await hasher.hash(password)
        assert.deepEqual(await hasher.verify(hash, password), right)
        const same = password.normalize('NFC') === other.normalize('NFC')
        assert.deepEqual(await hasher.verify(hash, other), same ? right : no)
      }),
      { numRuns: 50 },
    )
  })

  it('takes a password typed with composed and decomposed letters as one, and cuts none short', async () => {
    const hash = await hasher.hash('Stra\u00DFenb\u00E4ume')
    assert.deepEqual(await hasher.verify(hash, 'Stra\u00DFenba\u0308ume'), right)
    const long = await hasher.hash(`${'x'.repeat(1023)}a`)
    assert.deepEqual(await hasher.verify(long, `${'x'.repeat(1023)}b`), no)
  })

  it('touches nothing longer than a kilobyte', async () => {
    await assert.rejects(hasher.hash('x'.repeat(1025)), RangeError)
    await assert.rejects(hasher.hash('ä'.repeat(600)), RangeError)
    const idle = createHasher({ random: createTestRandom(), cost: cheap, inFlight: 0, waiting: 0 })
    assert.deepEqual(await idle.verify(undefined, 'x'.repeat(1025)), no, 'it would be Busy if it were hashed')
  })
})

/** From the reference implementations and, for Django's, from Python's hashlib. */
const foreign: readonly (readonly [name: string, hash: string, password: string])[] = [
  ['argon2id', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc', 'password'],
  ['argon2i', '$argon2i$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b+dWRWJTmaaJObG', 'password'],
  [
    'Django argon2',
    'argon2$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    'password',
  ],
  ['bcrypt 2a', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['bcrypt 2b', '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['bcrypt 2y', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['Django PBKDF2', 'pbkdf2_sha256$1000$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A=', 'lètmein'],
]

describe('a foreign hash', () => {
  for (const [name, hash, password] of foreign) {
    it(`of ${name} is right once, to be hashed anew, and wrong for another password`, async () => {
      assert.equal(isKnownHash(hash), true)
      const ours = createHasher({ random: createTestRandom() })
      const verdict = await ours.verify(hash, password)
      assert.deepEqual(verdict, outdated)
      assert.deepEqual(await ours.verify(hash, `${password}x`), no)
    })
  }

  it('is kept when it is argon2id at least as strong as ours, and replaced when it is weaker', async () => {
    const make = (memory: number, passes: number, salt = 16, tag = 32) =>
      argon2idText(memory, passes, salt, tag, 'a password')
    const ours = createHasher({ random: createTestRandom(), cost: { memory: 128, passes: 2 } })
    assert.deepEqual(await ours.verify(make(128, 2), 'a password'), right)
    assert.deepEqual(await ours.verify(make(256, 3), 'a password'), right)
    for (const weaker of [make(64, 2), make(128, 1), make(128, 2, 8), make(128, 2, 16, 16)]) {
      assert.deepEqual(await ours.verify(weaker, 'a password'), outdated)
    }
  })

  const absurd: readonly string[] = [
    '',
    'password',
    '$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    '$argon2id$v=19$m=65536,t=9999,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    '$argon2id$v=19$m=262144,t=5,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    '$argon2id$v=19$m=65536,t=2,p=255$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    '$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    '$argon2id$v=19$m=4,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$AAAA',
    '$argon2id$v=16$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    '$argon2id$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    '$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    '$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    '$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    '$2b$05$CCCC',
    'pbkdf2_sha256$99999999$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A=',
    'pbkdf2_sha256$0$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A=',
    'pbkdf2_sha256$1000$seasalt$',
    'pbkdf2_sha1$1000$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A=',
    '{SSHA}xyz',
  ]
  for (const hash of absurd) {
    it(`is not taken when it is ${JSON.stringify(hash).slice(0, 50)}`, async () => {
      assert.equal(isKnownHash(hash), false)
      assert.deepEqual(await hasher.verify(hash, ''), no)
    })
  }

  it('never makes checking fail, whatever it is', async () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => parseHash(text) === undefined))
    await fc.assert(
      fc.asyncProperty(fc.nat(40), fc.nat(40), fc.nat(3), async (memory, passes, lanes) => {
        const hash = `$argon2id$v=19$m=${memory},t=${passes},p=${lanes}$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc`
        assert.deepEqual(await hasher.verify(hash, 'password'), no)
      }),
    )
  })
})

describe('without a hash', () => {
  it('does the same work for the same answer', async () => {
    const hash = await hasher.hash('a password')
    for (const stored of [undefined, 'unreadable', hash]) {
      const busy = createHasher({ random: createTestRandom(), cost: cheap, inFlight: 0, waiting: 0 })
      await assert.rejects(busy.verify(stored, 'wrong'), Busy, 'all of them ask for their turn')
      assert.deepEqual(await hasher.verify(stored, 'wrong'), no)
    }
  })

  it('is never right, not even for what the decoy was made of', async () => {
    for (const password of ['', '\0', ' ']) assert.deepEqual(await hasher.verify(undefined, password), no)
  })
})

describe('the queue', () => {
  /** Work that ends when told to. */
  const held = () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    return { work: () => promise, finish: resolve }
  }

  it('runs so many at once and refuses what is too much at once', async () => {
    const queue = createQueue({ inFlight: 2, waiting: 3 })
    const { work, finish } = held()
    let running = 0
    const jobs = Array.from({ length: 5 }, () =>
      queue.run(() => {
        running++
        return work()
      }),
    )
    await assert.rejects(queue.run(work), (error) => error instanceof Busy && error.retryAfter > 0)
    assert.equal(running, 2)
    finish()
    await Promise.all(jobs)
    assert.equal(running, 5)
    await queue.run(async () => undefined)
  })

  it('goes on in order after one that failed', async () => {
    const queue = createQueue({ inFlight: 1, waiting: 10 })
    const order: number[] = []
    const jobs = Array.from({ length: 5 }, (_, n) =>
      queue.run(async () => {
        order.push(n)
        if (n === 1) throw new Error('failed')
      }),
    )
    const results = await Promise.allSettled(jobs)
    assert.deepEqual(order, [0, 1, 2, 3, 4])
    assert.deepEqual(
      results.map(({ status }) => status === 'fulfilled'),
      [true, false, true, true, true],
    )
  })

  it('never runs more than it may, whenever they come', async () => {
    const queue = createQueue({ inFlight: 3, waiting: 1000 })
    let running = 0
    let most = 0
    await many(async (n) => {
      for (let tick = 0; tick < n % 7; tick++) await Promise.resolve()
      await queue.run(async () => {
        most = Math.max(most, ++running)
        for (let tick = 0; tick < n % 5; tick++) await Promise.resolve()
        running--
      })
    })
    assert.deepEqual([most, running], [3, 0])
  })
})

const argon2idText = (
  memory: number,
  passes: number,
  saltLength: number,
  tagLength: number,
  message: string,
): string => {
  const nonce = Buffer.alloc(saltLength, 7)
  const tag = argon2Sync('argon2id', { message, nonce, parallelism: 1, memory, passes, tagLength })
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  return `$argon2id$v=19$m=${memory},t=${passes},p=1$${text(nonce)}$${text(tag)}`
}
