const longest = 100

/**
 * Without what turns the text around it or makes it look like something else; people's own writing direction needs no controls. What cannot be
 * seen at all is nobody's name, and marks are not piled up over what stands beside it.
 */
export const plainText = (text: string): string => {
  const plain = [
    ...text
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\u2800]/gu, ' ')
      // Joiners are letters' and emojis' own, and so is how an emoji is drawn; everything else that cannot be seen goes.
      .replace(/(?!\u200c|\u200d|\ufe0e|\ufe0f)[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
      .replace(/[\ud800-\udfff](?![\udc00-\udfff])/gu, '')
      .replace(/(\p{M}{4})\p{M}+/gu, '$1')
      .replace(/\s+/g, ' ')
      .trim(),
  ]
    .slice(0, longest)
    .join('')
    .trim()
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(plain) ? plain : ''
}

const longestLink = 2000

/** An address of the Web, as one spelling of it: what a parser passes over is not kept. */
export const linkOf = (text: string | undefined): string | undefined => {
  if (text === undefined || text.length > longestLink || !URL.canParse(text)) return undefined
  const { protocol, href } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && href.length <= longestLink ? href : undefined
}
