import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createTurns, type TurnLimits } from '../../../src/net/turns.ts'

const standing = (limits: Partial<TurnLimits>) => {
  const turns = createTurns({ atOnce: 2, perTarget: 1, looking: 1, waiting: 10, perMinute: 1000, ...limits })
  const given: string[] = []
  const ends = new Map<string, () => void>()
  const take = (target: string, signal = new AbortController().signal, vouched = false, looking = false) =>
    turns.take(target, { signal, now: 0, vouched, looking }).then((end) => {
      given.push(`${target}${end === undefined ? ' none' : ''}`)
      if (end !== undefined) ends.set(target, end)
    })
  const look = (target: string) => take(target, undefined, false, true)
  return { given, take, look, end: (target: string) => ends.get(target)?.() }
}

describe('turns', () => {
  it('are given in order, past whoever waits for a place that is busy', async () => {
    const { given, take, end } = standing({})
    await Promise.all([take('a'), take('c')])
    const waiting = [take('a'), take('b'), take('d')]
    end('c')
    await waiting[1]
    assert.deepEqual(given, ['a', 'c', 'b'])
    end('a')
    await waiting[0]
    end('b')
    await waiting[2]
    assert.deepEqual(given, ['a', 'c', 'b', 'a', 'd'])
  })

  it('are not given to whoever has gone away, whose place in the line is free', async () => {
    const { given, take, end } = standing({ waiting: 1 })
    await Promise.all([take('a'), take('c')])
    const leaving = new AbortController()
    const left = take('a', leaving.signal)
    await take('b')
    leaving.abort()
    await left
    assert.deepEqual(given, ['a', 'c', 'b none', 'a none'])
    const next = take('b')
    end('a')
    await next
    assert.deepEqual(given.at(-1), 'b')
    await take('c', AbortSignal.abort())
    assert.deepEqual(given.at(-1), 'c none')
  })

  it('are as many a minute as is decent, and as many as there are at the operator’s own', async () => {
    const { given, take, end } = standing({ perMinute: 1 })
    await take('a')
    end('a')
    await take('a')
    await take('a', new AbortController().signal, true)
    assert.deepEqual(given, ['a', 'a none', 'a'])
  })

  it('are left for whoever knows where to go by those who only look, and so are places in the line', async () => {
    const { given, take, look, end } = standing({ atOnce: 4, looking: 0.5, waiting: 2 })
    await Promise.all([look('a'), look('b')])
    const waiting = look('c')
    await look('d')
    assert.deepEqual(given, ['a', 'b', 'd none'])
    await Promise.all([take('e'), take('f')])
    assert.deepEqual(given.slice(3), ['e', 'f'])
    const late = take('g')
    end('e')
    await late
    end('f')
    end('a')
    await waiting
    assert.deepEqual(given.slice(5), ['g', 'c'])
  })
})
