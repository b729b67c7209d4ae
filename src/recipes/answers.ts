import type { Question } from './question.ts'
import type { Answers, Recipe } from './recipe.ts'

/** What is wrong with an answer. Each has its sentence. */
export type AnswerProblemCode =
  | 'required'
  | 'malformed'
  | 'not_an_address'
  | 'no_path'
  | 'needs_https'
  | 'not_a_choice'
  | 'not_asked'

export interface AnswerProblem {
  readonly question: string
  readonly code: AnswerProblemCode
}

export type Answered =
  | { readonly ok: true; readonly answers: Answers }
  | { readonly ok: false; readonly problems: readonly AnswerProblem[] }

const mostAnswer = 300

/** Answers as they were typed, checked and in their one spelling. Pure. */
export const readAnswers = (
  { asks }: Pick<Recipe, 'asks'>,
  typed: Readonly<Record<string, string | undefined>>,
): Answered => {
  const read = asks.map((question) => ({
    question: question.name,
    ...readAnswer(question, typed[question.name] ?? ''),
  }))
  const problems: AnswerProblem[] = read.flatMap(({ question, code }) =>
    code === undefined ? [] : [{ question, code }],
  )
  for (const question of Object.keys(typed)) {
    if (asks.every(({ name }) => name !== question)) problems.push({ question, code: 'not_asked' })
  }
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, answers: Object.fromEntries(read.map(({ question, answer = '' }) => [question, answer])) }
}

interface Reading {
  readonly answer?: string
  readonly code?: AnswerProblemCode
}

const readAnswer = (question: Question, typed: string): Reading => {
  const text = typed.trim()
  if (text.length > mostAnswer) return { code: 'malformed' }
  if (question.kind === 'address') return readAddress(text, question)
  if (question.kind === 'choice') {
    const answer = text === '' ? question.options[0] : text
    return question.options.includes(answer) ? { answer } : { code: 'not_a_choice' }
  }
  if (text === '') return question.fallback === undefined ? { code: 'required' } : { answer: question.fallback }
  return question.pattern.test(text) ? { answer: text } : { code: 'malformed' }
}

/** `Social.Example.org/` is `https://social.example.org`. */
const readAddress = (
  text: string,
  { path = false, httpsOnly = false }: { readonly path?: boolean; readonly httpsOnly?: boolean },
): Reading => {
  if (text === '') return { code: 'required' }
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  if (/[\s\\"'<>`{}|^]/.test(whole) || !URL.canParse(whole)) return { code: 'not_an_address' }
  const url = new URL(whole)
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
  if (!isWeb || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return { code: 'not_an_address' }
  }
  if (httpsOnly && url.protocol !== 'https:') return { code: 'needs_https' }
  const below = url.pathname.replace(/\/+$/, '')
  if (below !== '' && !path) return { code: 'no_path' }
  return { answer: url.origin + below }
}
