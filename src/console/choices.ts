import type { Form } from '../lib/forms.ts'

/** One of a list, from a form; the first of it for anything else. */
export const choiceOf = <const T extends string>(form: Form, name: string, choices: readonly [T, ...T[]]): T =>
  choices.find((choice) => choice === form.get(name)) ?? choices[0]

/** What was typed, line by line; empty lines do not count. */
export const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
