import type { Problem } from '../../accounts/outcome.ts'
import { suggestFreeUsername } from '../../accounts/sign-up/first-username.ts'
import { applicationsThatChange } from '../../applications/known-as/names-taken.ts'
import type { Form } from '../../lib/forms.ts'
import { formatList } from '../../locales/format.ts'
import type { Sentences } from '../../locales/sentences.ts'
import { minimumOf } from '../setup/setup.ts'
import { problemSentences } from '../ui/problem-sentences.ts'
import type { WebWorld } from '../world.ts'
import type { SignUpProblems, SignUpValues } from './sign-up-page.ts'

export const valuesIn = (form: Form): SignUpValues => ({
  name: form.typed('name'),
  username: form.typed('username'),
  email: form.typed('email'),
})

/** A username for somebody with this address that nobody has, and that every application takes as it is. */
export const suggestionFor = async (world: WebWorld, email: string): Promise<string | undefined> => {
  const changing = await applicationsThatChange(world)
  return suggestFreeUsername(world, email, (username) => changing(username).length === 0)
}

export type Looked =
  | { readonly ok: true; readonly values: SignUpValues }
  /** Without a problem the username is a suggestion. */
  | { readonly ok: false; readonly values: SignUpValues; readonly problem: string | undefined }

/** What the form shows then. */
export const askedAgain = ({ values, problem }: Extract<Looked, { ok: false }>) =>
  problem === undefined ? { values, suggested: true } : { values, problems: { username: problem } }

/**
 * Looks at a username before anything is made of it. Where none was typed, one is suggested, and the form comes back with it: what people will
 * be called for years is nothing to be decided behind their backs.
 */
export const lookAtUsername = async (
  world: WebWorld,
  values: SignUpValues,
  { signUp, problems, tag }: Sentences,
): Promise<Looked> => {
  if (values.username === '') {
    const username = await suggestionFor(world, values.email)
    return username === undefined
      ? { ok: false, values, problem: problems.codes.required }
      : { ok: false, values: { ...values, username }, problem: undefined }
  }
  const changing = (await applicationsThatChange(world))(values.username.normalize('NFKC'))
  if (changing.length === 0) return { ok: true, values }
  return { ok: false, values, problem: signUp.unfit({ applications: formatList(tag, changing.slice(0, 3)) }) }
}

/** What is wrong, beside the fields that a sign-up has. */
export const tellProblems = (world: WebWorld, problems: readonly Problem[], sentences: Sentences): SignUpProblems =>
  problemSentences(problems, sentences, minimumOf(world))
