/**
 * A request that cannot be answered as asked, thrown from anywhere below a route. `errors.ts` turns it into a response:
 * a page for a person, JSON for a program. `code` is a word for both; no detail of ours is in it.
 */
export class Refusal extends Error {
  readonly status: number
  readonly code: RefusalCode
  readonly headers: Readonly<Record<string, string>>
  constructor(status: number, code: RefusalCode, headers: Readonly<Record<string, string>> = {}) {
    super(code)
    this.name = 'Refusal'
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** Each has its sentence in `locales/`. */
export type RefusalCode =
  | 'bad_request'
  | 'not_found'
  | 'method_not_allowed'
  | 'too_large'
  | 'uri_too_long'
  | 'unsupported_media_type'
  | 'cross_site'
  | 'form_expired'
  | 'forbidden'
  | 'too_many_tries'
  | 'busy'
  | 'unavailable'
