import type { Visit } from '../http/visit.ts'
import { pickLocale } from '../locales/pick-locale.ts'
import { type Sentences, sentencesFor } from '../locales/sentences.ts'

/** The language for a page: what the account chose, what the application asks for, what the browser prefers. */
export const sentencesAt = (
  visit: Visit,
  wishes: { readonly accountLocale?: string | undefined; readonly uiLocales?: string | undefined } = {},
): Sentences =>
  sentencesFor(pickLocale(visit.request.headers.get('accept-language'), wishes.uiLocales, wishes.accountLocale))
