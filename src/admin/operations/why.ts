import { type Why, whyByCode, whyByEvent } from '../../diagnosis/why.ts'
import { english } from '../../locales/en/english.ts'
import type { Sentences } from '../../locales/sentences.ts'
import type { World } from '../../storage/world.ts'

/** Why somebody was turned away and what lets them in, in sentences. */
export interface Answer {
  readonly why: Why
  /** What the page said. */
  readonly said: string
  /** How the rules were taken: whether one would have been enough. */
  readonly rulesLead: string | undefined
  /** Each rule with what to do about it. */
  readonly rules: readonly { readonly rule: string; readonly remedy: string }[]
  readonly now: string | undefined
}

/** By the code that somebody was shown. Undefined when nothing is known by it. */
export const whyRefused = async (world: Pick<World, 'storage'>, code: string): Promise<Answer | undefined> =>
  answered(await whyByCode(world, code), english)

/** The same of a line of the audit log that is about a refusal. */
export const whyOfEvent = async (
  world: Pick<World, 'storage'>,
  eventId: string,
  sentences: Sentences,
): Promise<Answer | undefined> => answered(await whyByEvent(world, eventId), sentences)

const answered = (why: Why | undefined, sentences: Sentences): Answer | undefined => {
  if (why === undefined) return undefined
  const { access } = sentences.console
  const pages: Readonly<Record<string, { readonly explanation: string; readonly advice: string }>> =
    sentences.errors.codes
  const shown = Object.hasOwn(pages, why.error) ? pages[why.error] : undefined
  const person = why.account?.name ?? access.why.somebody
  const advice: Readonly<Record<string, string>> = access.why.advice
  const remedy = Object.hasOwn(advice, why.error) ? advice[why.error] : undefined
  return {
    why,
    said: [shown?.explanation ?? why.error, remedy].filter((text) => text !== undefined).join(' '),
    rulesLead: why.rules.length === 0 ? undefined : access.why.match[why.match],
    rules: why.rules.map(({ kind, negate, name, gone }) => {
      const told = access.why.rules[kind]({ name })
      const words = negate ? access.why.remediesNot : access.why.remedies
      return {
        rule: negate ? access.why.not({ rule: told }) : told,
        remedy: gone ? access.why.gone : words[kind]({ name, person }),
      }
    }),
    now:
      why.allowedNow === undefined
        ? undefined
        : why.allowedNow
          ? access.why.nowAllowed({ name: person })
          : access.why.nowRefused({ name: person }),
  }
}
