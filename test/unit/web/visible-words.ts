/** What a reader, or a screen reader, is given of a page: texts, and the attributes that are read out. */
export interface VisibleText {
  readonly text: string
  /** The element or attribute it stands in. */
  readonly where: string
}

const readAttributes = [
  'title',
  'aria-label',
  'alt',
  'placeholder',
  'data-label',
  'data-show',
  'data-hide',
  'data-copied',
]
const empty = new Set(['area', 'base', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr'])

/**
 * Reads markup as the pages here write it. Left out is what carries `translate="no"` (names, addresses, codes: data, in no language),
 * until `translate="yes"`, and what only a browser reads.
 */
export const visibleTexts = (markup: string): readonly VisibleText[] => {
  const found: VisibleText[] = []
  const open: { readonly name: string; readonly skipped: boolean }[] = []
  const skipping = (): boolean => open.at(-1)?.skipped ?? false
  const tokens = /<!--.*?-->|<!doctype[^>]*>|<(\/?)([a-z0-9]+)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*(\/?)>|([^<]+)/gis
  for (const [, closing, name = '', attributeText = '', selfClosing, text] of markup
    .replaceAll('<wbr>', '')
    .matchAll(tokens)) {
    if (text !== undefined) {
      if (!skipping() && text.trim() !== '') found.push({ text: decoded(text.trim()), where: open.at(-1)?.name ?? '' })
      continue
    }
    if (name === '') continue
    if (closing === '/') {
      const left = open.pop()
      if (left?.name !== name) throw new Error(`</${name}> closes <${left?.name}>`)
      continue
    }
    const attributes = new Map(
      [...attributeText.matchAll(/([a-z-]+)(?:="([^"]*)")?/gi)].map(([, key = '', value = '']) => [
        key,
        decoded(value),
      ]),
    )
    const translate = attributes.get('translate')
    const skipped = name === 'style' || name === 'script' || translate === 'no' || (skipping() && translate !== 'yes')
    if (!skipped) {
      for (const key of readAttributes) {
        const value = attributes.get(key)
        if (value !== undefined && value !== '') found.push({ text: value, where: `${name} ${key}` })
      }
      const button = name === 'input' && ['submit', 'button', 'reset'].includes(attributes.get('type') ?? '')
      if (button) found.push({ text: attributes.get('value') ?? '', where: 'input value' })
    }
    if (!empty.has(name) && selfClosing !== '/') open.push({ name, skipped })
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)?.name}> is never closed`)
  return found
}

const decoded = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
