import type { Sentences } from '../../locales/sentences.ts'

/** What is wrong with one field of an account's form. */
interface FieldProblem<F extends string> {
  readonly field: F
  readonly code: keyof Sentences['problems']['codes']
}

/** What is wrong, as one sentence for each field: the first that was found. `minimum` is how long a password has to be. */
export const problemSentences = <F extends string>(
  problems: readonly FieldProblem<F>[],
  sentences: Sentences,
  minimum: number,
): Readonly<Partial<Record<F, string>>> => {
  const byField: Partial<Record<F, string>> = {}
  for (const problem of problems) byField[problem.field] ??= sentenceOf(problem, sentences, minimum)
  return byField
}

const sentenceOf = ({ field, code }: FieldProblem<string>, { problems }: Sentences, minimum: number): string => {
  if (field === 'password' && code === 'too_short') return problems.passwordTooShort({ minimum })
  const own: Readonly<Record<string, Readonly<Record<string, string>>>> = problems.fields
  return own[field]?.[code] ?? problems.codes[code]
}
