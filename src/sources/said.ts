const longest = 100

/** Without what turns the text around it or makes it look like something else; people's own writing direction needs no controls. */
export const plainText = (text: string): string =>
  [
    ...text
      .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
      // Joiners are letters' and emojis' own; everything else that cannot be seen goes.
      .replace(/(?![\u200c\u200d])\p{Cf}|[\ud800-\udfff](?![\udc00-\udfff])/gu, '')
      .replace(/\s+/g, ' ')
      .trim(),
  ]
    .slice(0, longest)
    .join('')
    .trim()

const longestLink = 2000

export const isLink = (text: string | undefined): text is string => {
  if (text === undefined || text.length > longestLink || !URL.canParse(text)) return false
  const { protocol } = new URL(text)
  return protocol === 'https:' || protocol === 'http:'
}
