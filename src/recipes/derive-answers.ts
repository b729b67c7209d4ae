import type { Application } from '../applications/application.ts'
import { readAnswers } from './answers.ts'
import type { Question } from './question.ts'
import type { Answers, ApplicationWanted, Installation, Recipe } from './recipe.ts'

type Known = Pick<Application, 'redirectUris' | 'launchUrl' | 'issuer' | 'uidField' | 'usernameRule' | 'subjectMode'>

/** No recipe comes near it; one that did would be left without answers rather than take a second. */
const mostTries = 2000

/**
 * What was answered, made out from what the application is like: for one that a file or an import made, where nobody was asked. Of all answers
 * that could be, the ones with which the recipe would make an application the most like it. Undefined if none makes one that people
 * come back to at the same address. Pure.
 */
export const deriveAnswers = (recipe: Recipe, known: Known, installation: Installation): Answers | undefined => {
  const redirects = new Set(known.redirectUris.map(textOf))
  const urls = [...redirects, known.launchUrl ?? ''].flatMap((text) => (URL.canParse(text) ? [new URL(text)] : []))
  let tries: readonly Readonly<Record<string, string>>[] = [{}]
  for (const question of recipe.asks) {
    const answers = [...new Set(couldBe(question, urls))]
    tries = tries.flatMap((typed) => answers.map((answer) => ({ ...typed, [question.name]: answer })))
    if (tries.length > mostTries) return undefined
  }
  let best: { readonly answers: Answers; readonly likeness: number } | undefined
  for (const typed of tries) {
    const read = readAnswers(recipe, typed)
    if (!read.ok) continue
    const wanted = recipe.application({ installation, answers: read.answers })
    const uris = wanted.redirectUris ?? []
    const same = uris.filter((uri) => redirects.has(textOf(uri))).length
    if (same === 0) continue
    const likeness = same * 10 - (uris.length - same) + sharedBy(wanted, known)
    // What is advised comes first, and stays where others are no more alike.
    if (best === undefined || likeness > best.likeness) best = { answers: read.answers, likeness }
  }
  return best?.answers
}

const textOf = (uri: NonNullable<ApplicationWanted['redirectUris']>[number]): string =>
  typeof uri === 'string' ? uri : uri.uri

const sharedBy = (wanted: ApplicationWanted, known: Known): number =>
  (['launchUrl', 'issuer', 'uidField', 'usernameRule', 'subjectMode'] as const).filter(
    (field) => wanted[field] !== undefined && wanted[field] === known[field],
  ).length

/** Every answer that the addresses speak of. */
const couldBe = (question: Question, urls: readonly URL[]): readonly string[] => {
  if (question.kind === 'choice') return question.options
  const segments = urls.map(({ pathname }) => pathname.split('/').filter((part) => part !== ''))
  if (question.kind === 'word') {
    // What may be left open is nothing that an address has to speak of.
    if (question.fallback === '') return ['']
    const parts = [...segments.flat(), ...urls.map(({ host }) => host), ...urls.map(({ href }) => href)]
    return ['', ...parts.filter((part) => question.pattern.test(part))]
  }
  return urls.flatMap(({ origin }, at) => [
    origin,
    ...(question.path === true
      ? (segments[at] ?? []).map((_, end) => `${origin}/${segments[at]?.slice(0, end + 1).join('/')}`)
      : []),
  ])
}
