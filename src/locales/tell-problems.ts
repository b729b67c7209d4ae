import type { Sentences } from './sentences.ts'

export interface FieldProblem {
  readonly field: string
  readonly code: keyof Sentences['problems']['codes']
}

type FieldSentences = Readonly<Record<string, Readonly<Partial<Record<FieldProblem['code'], string>>> | undefined>>

/** What is wrong, as one sentence or several for each field. `minimum` is how many characters a password must have. */
export const tellProblems = (
  { problems: sentences }: Sentences,
  problems: readonly FieldProblem[],
  minimum: number,
): Readonly<Record<string, string>> => {
  const fields: FieldSentences = sentences.fields
  const told: Record<string, string> = {}
  for (const { field, code } of problems) {
    const sentence =
      field === 'password' && code === 'too_short'
        ? sentences.passwordTooShort({ minimum })
        : (fields[field]?.[code] ?? sentences.codes[code])
    told[field] = told[field] === undefined ? sentence : `${told[field]} ${sentence}`
  }
  return told
}
