import type { Log } from '../lib/log.ts'
import { Refusal, type RefusalCode } from './refusal.ts'
import { json } from './respond.ts'
import type { Visit } from './visit.ts'

/** What is told of an error: never what it says itself. */
export interface Told {
  readonly status: number
  readonly code: RefusalCode | 'unexpected'
  /** Finds the error in the log; only for what nobody expected. */
  readonly reference?: string
  readonly headers: Readonly<Record<string, string>>
}

export interface ErrorAnswers {
  readonly log: Log
  readonly newReference: () => string
  /** A refusal for errors that other rooms throw when they have to give up; the error itself for all else. */
  readonly translate: (error: unknown) => unknown
  readonly page: (visit: Visit, told: Told) => Response | Promise<Response>
}

/**
 * The only place where an error becomes a response. A person gets a page, a program JSON. What nobody expected is logged under a
 * reference, and the reference is all that is told.
 */
export const answerError = async (
  answers: ErrorAnswers,
  error: unknown,
  visit: Visit,
  at: { readonly route: string; readonly program: boolean },
): Promise<Response> => {
  const told = tell(answers, answers.translate(error), at.route)
  return at.program
    ? json(
        {
          error: told.status >= 500 ? 'server_error' : told.code,
          ...(told.reference ? { reference: told.reference } : {}),
        },
        { status: told.status, headers: told.headers },
      )
    : await answers.page(visit, told)
}

const tell = (answers: ErrorAnswers, error: unknown, route: string): Told => {
  if (error instanceof Refusal) return { status: error.status, code: error.code, headers: error.headers }
  const reference = answers.newReference()
  answers.log.error('a request failed', { id: reference, route, error })
  return { status: 500, code: 'unexpected', reference, headers: {} }
}
