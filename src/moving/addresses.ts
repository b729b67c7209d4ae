import { redirectProblem } from '../applications/redirect-uri.ts'
import type { Note } from './imported.ts'

/** Of redirect URIs those that can be registered here; the others are noted. */
export const registrable = (
  uris: readonly string[] | undefined,
  about: string,
  leave: (note: Note) => void,
): readonly string[] =>
  (uris ?? []).filter((uri, item) => {
    const problem = redirectProblem(uri, { allowHttp: true })
    if (problem !== undefined) leave({ about: `${about}[${item}]`, code: 'redirect', detail: uri.slice(0, 200) })
    return problem === undefined
  })
