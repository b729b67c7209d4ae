import type { Sentences } from '../../locales/sentences.ts'

/** In order: most browsers also claim to be several of those that come later. */
const browsers = [
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Vivaldi', /\bVivaldi\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Chrome', /(?:Chrome|\bCriOS)\//],
  ['Chromium', /\bChromium\//],
  ['Safari', /\bSafari\//],
] as const

const systems = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['macOS', /\bMacintosh\b/],
  ['Linux', /\bLinux\b/],
] as const

/** Roughly what a browser says of itself: enough for somebody to recognise their own, and no more. */
export const deviceOf = (
  userAgent: string,
): { readonly browser: string | undefined; readonly system: string | undefined; readonly portable: boolean } => ({
  browser: browsers.find(([, pattern]) => pattern.test(userAgent))?.[0],
  system: systems.find(([, pattern]) => pattern.test(userAgent))?.[0],
  portable: /\b(?:iPhone|Android|Mobile)\b/.test(userAgent),
})

/** The same in words. */
export const deviceNamed = (
  userAgent: string | undefined,
  { account }: Sentences,
): { readonly name: string; readonly portable: boolean } => {
  const { browser, system, portable } = deviceOf(userAgent ?? '')
  const { on, unknownDevice } = account.sessions
  const name =
    browser === undefined || system === undefined ? (browser ?? system ?? unknownDevice) : on({ browser, system })
  return { name, portable }
}
