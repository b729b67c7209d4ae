import type { Form } from '../lib/forms.ts'
import type { Sentences } from '../locales/sentences.ts'

/** One of a list, from a form; the first of it for anything else. */
export const choiceOf = <const T extends string>(form: Form, name: string, choices: readonly [T, ...T[]]): T =>
  choices.find((choice) => choice === form.get(name)) ?? choices[0]

/** What was typed, line by line; empty lines do not count. */
export const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

interface Named {
  readonly id: string
  readonly name: string
}

/** Groups to choose from: those that are chosen first, since a long list hides them; then by name, choir 2 before choir 10. */
export const groupOptions = (groups: readonly Named[], chosen: readonly string[], { tag }: Sentences) => {
  const { compare } = new Intl.Collator(tag, { numeric: true })
  return groups
    .map(({ id, name }) => ({ value: id, label: name, checked: chosen.includes(id) }))
    .sort((one, other) => Number(other.checked) - Number(one.checked) || compare(one.label, other.label))
}
