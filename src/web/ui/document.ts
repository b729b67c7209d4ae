import type { Sentences } from '../../locales/sentences.ts'
import { asset, type ScriptName } from './assets.ts'
import type { Brand } from './brand.ts'
import { type Html, html } from './html.ts'

export interface Shell {
  readonly title: string
  readonly body: Html
  /** `doorway` or `hall`: what kind of place this is. */
  readonly place: 'doorway' | 'hall'
  /** Enhancements. A page must work without any of them. */
  readonly scripts?: readonly ScriptName[] | undefined
  readonly head?: Html | undefined
  readonly dataError?: string | undefined
}

/** A whole page. No inline style or script: the policy forbids both, and nothing here needs them. */
export const renderDocument = (shell: Shell, sentences: Sentences, brand: Brand): string =>
  html`<!doctype html>
<html lang="${sentences.tag}">
<head>
<meta charset="utf-8">
<title>${shell.title === brand.name ? brand.name : `${shell.title} · ${brand.name}`}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
${shell.head}
<link rel="stylesheet" href="${asset('style.css')}">
<link rel="stylesheet" href="${brand.stylesheet}">
<link rel="icon" type="image/svg+xml" href="${asset('mark.svg')}">
${(shell.scripts ?? []).map((name) => html`<script type="module" src="${asset(name)}"></script>\n`)}</head>
<body${shell.dataError === undefined ? '' : html` data-error="${shell.dataError}"`}>
<div class="${shell.place}">
${shell.body}
</div>
</body>
</html>
`.toString()
