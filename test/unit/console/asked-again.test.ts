import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { hours } from '../../../src/lib/clock.ts'
import type { Seen } from '../../support/browser-in-memory.ts'
import { formsToSend, heldBy, kindOf, type SeenForm, typedInto } from '../../support/typing.ts'
import { type Console, consolePaths, createConsole, type Filled, fill } from './console-app.ts'
import { names } from './console-forms.ts'

/** The same every time, with the same ids. */
const begin = async (): Promise<Console & { readonly filled: Filled }> => {
  const console = await createConsole()
  return { ...console, filled: await fill(console, names) }
}

/** The administrator says who they are, in the session there is. */
const prove = async ({ world }: Console): Promise<void> => {
  for (const { id } of await world.storage.list('sessions'))
    await world.storage.change('sessions', id, (row) => [{ ...row, authTime: world.clock.now() }, []])
}

/** What has to be typed for something to be gone. */
const nameAsked = ({ text }: Seen): string => /Type (.*?) to confirm/.exec(text)?.[1] ?? ''

const pages = ({ filled }: { readonly filled: Filled }): readonly string[] => [
  ...consolePaths(filled),
  '/console/sources/new?preset=generic',
]

interface Late {
  readonly form: SeenForm
  /** Where they are to come back; undefined where the form was taken, or refused for something else. */
  readonly to: string | undefined
  readonly typed: Readonly<Record<string, string>>
  readonly back: Seen
}

/** Sends the form a good hour after it was opened, and comes back from saying who they are. */
const sendLate = async (page: string, at: number): Promise<Late | undefined> => {
  const console = await begin()
  const { tab, world } = console
  const seen = await tab.get(page)
  const form = formsToSend(seen.text, page)[at]
  assert.ok(form !== undefined)
  const fields = typedInto(form)
  const typed = 'confirm' in fields ? { ...fields, confirm: nameAsked(seen) } : fields
  world.clock.advance(hours(1) + 1)
  const sent = await tab.post(form.action, { ...form.hidden, ...form.button, ...typed })
  if (sent.location?.pathname !== '/sign-in') return undefined
  await prove(console)
  const to = sent.location.searchParams.get('to') ?? ''
  return { form, to, typed, back: await tab.get(to) }
}

const everyLateForm = async (): Promise<readonly Late[]> => {
  const console = await begin()
  const tried = new Set<string>()
  const late: Late[] = []
  for (const page of pages(console)) {
    const seen = await console.tab.get(page)
    for (const [at, form] of formsToSend(seen.text, page).entries()) {
      if (tried.has(kindOf(form))) continue
      tried.add(kindOf(form))
      const sent = await sendLate(page, at)
      if (sent !== undefined) late.push(sent)
    }
  }
  return late
}

/** Where one can add to what there is, the form has grown by what was typed. */
const isLike = (one: SeenForm, form: SeenForm): boolean =>
  one.action === form.action.replace(/\?.*/, '') &&
  isDeepStrictEqual(one.button, form.button) &&
  form.controls.every(({ name }) => one.controls.some((control) => control.name === name))

/** Some are in sight as they are typed; the file of another provider is full of them. */
const secretsIn = ({ action, controls }: SeenForm): ReadonlySet<string> =>
  new Set([
    ...controls.filter(({ kind }) => kind === 'password').map(({ name }) => name),
    ...(action === '/console/applications/new' ? ['clientSecret'] : []),
    ...(action === '/console/import' ? ['text'] : []),
  ])

const without = (fields: Readonly<Record<string, string>>, names: ReadonlySet<string>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.has(name)))

describe('a form of the console that is sent long after its administrator said who they are', () => {
  it('is on the page to which they come back, with all that was typed but secrets', async () => {
    const late = await everyLateForm()
    assert.ok(late.length > 20)
    for (const { form, typed, back } of late) {
      const there = formsToSend(back.text, back.url.pathname).find((one) => isLike(one, form))
      assert.ok(there !== undefined, kindOf(form))
      const asked = new Set(form.controls.map(({ name }) => name))
      const held = Object.fromEntries(Object.entries(heldBy(there)).filter(([name]) => asked.has(name)))
      assert.deepEqual(without(held, secretsIn(form)), without(typed, secretsIn(form)), form.action)
    }
  })

  it('is said to have changed nothing, and what of it has to be given again', async () => {
    for (const { form, back } of await everyLateForm()) {
      assert.match(back.text, /Nothing has changed yet\. Please send it once more\./, form.action)
      const less = secretsIn(form).size > 0
      assert.equal(back.text.includes('Secrets and files have to be given again.'), less, form.action)
    }
  })
})
