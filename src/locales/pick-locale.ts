import { findLanguage } from './sentences.ts'

/**
 * The tag of the language to speak: what the person chose for their account, what the application asks for (`ui_locales`, OpenID Connect
 * Core section 3.1.2.1), what their browser asks for, English. A tag we do not speak is passed over, never an error.
 */
export const pickLocale = (
  acceptLanguage: string | null | undefined,
  uiLocales?: string | undefined,
  accountLocale?: string | undefined,
): string => {
  const wishes = [accountLocale, ...(uiLocales ?? '').split(' '), ...acceptedLanguages(acceptLanguage ?? '')]
  for (const tag of wishes) {
    const language = findLanguage(tag)
    if (language !== undefined) return language.tag
  }
  return 'en'
}

/** RFC 9110 section 12.5.4: by weight, and in the order given among equals; weight zero means never. */
const acceptedLanguages = (header: string): readonly string[] =>
  header
    .slice(0, 1000)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim())
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
      return { tag, weight: weight === undefined ? 1 : Number(weight) || 0 }
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag)
