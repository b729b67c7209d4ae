import { type Brand, type Branding, correctedAccent } from '../ui/brand.ts'
import { toHex } from '../ui/colour.ts'
import { type Html, html } from '../ui/html.ts'
import type { Letter, LetterPart } from './letter.ts'

/**
 * A letter as HTML. No picture and nothing that is fetched: nobody learns that it was opened. No background but the
 * button's, and text in the reader's own colour, so that it is read in the light and in the dark whatever a mail
 * program does to it; styles inline, since many drop all others.
 */
export const letterHtml = (letter: Letter, language: string, brand: Brand, branding: Branding): string => {
  const colour = toHex(correctedAccent(branding.accent).light.accent)
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<title>${letter.subject}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<style>:root{color-scheme:light dark}</style>
</head>
<body style="margin:0;padding:0">
<div role="article" aria-label="${letter.subject}" style="max-width:34em;margin:0 auto;padding:32px 20px;font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;overflow-wrap:anywhere">
<p style="margin:0 0 28px;font:600 20px/1.3 ui-serif,Georgia,'Times New Roman',serif" translate="no">${brand.name}</p>
${letter.parts.map((part) => partHtml(part, letter, colour))}
<p style="margin:36px 0 0;padding:16px 0 0;border-top:1px solid #88888866;font-size:14px">${letter.foot}</p>
</div>
</body>
</html>
`.toString()
}

const partHtml = (part: LetterPart, { addressLead }: Letter, colour: string): Html => {
  if ('text' in part) return html`<p style="margin:0 0 16px">${part.text}</p>\n`
  if ('code' in part) {
    return html`<p style="margin:0 0 24px;font:600 28px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.2em" translate="no">${part.code}</p>\n`
  }
  return html`<p style="margin:24px 0"><a href="${part.href}" style="display:inline-block;padding:13px 22px;border-radius:8px;background:${colour};color:#ffffff;font-weight:600;text-decoration:none">${part.button}</a></p>
<p style="margin:0 0 16px;font-size:14px">${addressLead}<br><span translate="no" dir="ltr">${part.href}</span></p>\n`
}
