import { type Block, type Guide, secretMark, type Told } from '../../admin/operations/recipes.ts'
import type { Sentences } from '../../locales/sentences.ts'
import { type Html, html, type Piece } from '../../web/ui/html.ts'
import { note, pasteBlock, within } from '../../web/ui/parts.ts'
import { prose } from '../../web/ui/prose.ts'

/** What to do at the application's, block by block: what everybody needs, then what is for some, then why. */
export const guideBody = (told: Told, guide: Guide, sentences: Sentences): Html => {
  const { connect } = sentences
  const { recipe, texts } = told
  const of = (only: Block['only']) => guide.blocks.filter((block) => block.only === only)
  const blocks = (found: readonly Block[]) => found.map((block) => blockOf(block, texts.blocks[block.id], sentences))
  const always = of(undefined)
  const others = always.filter(({ insteadOf }) => insteadOf !== undefined)
  const extra = of('extra')
  const pasted = guide.blocks.map(textIn).join('\n')
  // A setting that is left out, such as the way to an account while nobody may make one, is not explained.
  const why = Object.entries(texts.why).filter(([name]) => pasted.includes(name))
  return html`<div class="guide">${guide.complete ? '' : note('info', connect.secretGone)}${blocks(
    always.filter(({ insteadOf }) => insteadOf === undefined),
  )}${others.map((block) => folded(connect.instead, titleOf(block, sentences), blocks([block])))}${restartOf(
    recipe.restart,
    sentences,
  )}${why.length === 0 ? '' : folded(connect.why, undefined, html`<dl class="why">${why.map(([name, because]) => html`<div><dt><code translate="no">${name}</code></dt><dd>${prose(because)}</dd></div>`)}</dl>`)}${
    extra.length === 0 ? '' : folded(connect.extra, undefined, blocks(extra))
  }${folded(connect.existing, undefined, html`<p>${prose(texts.existing)}</p>${blocks(of('existing'))}`)}${folded(
    connect.traps,
    undefined,
    html`<ul class="points">${Object.values(texts.traps).map((trap) => html`<li>${prose(trap)}</li>`)}</ul>`,
  )}</div>`
}

const textIn = ({ content }: Block): string =>
  typeof content === 'string' ? content : content.map(({ label, value }) => `${label}: ${value}`).join('\n')

const folded = (title: string, more: Piece, body: Piece): Html =>
  html`<details><summary>${title}${more === undefined ? '' : html` ${more}`}</summary><div class="more">${body}</div></details>`

const titleOf = ({ into }: Block, { connect }: Sentences): Html =>
  within((name) => connect.into[into.kind]({ name }), html`<code translate="no">${into.name}</code>`)

const blockOf = (block: Block, said: string | undefined, sentences: Sentences): Html => {
  const { id, content, into } = block
  // Several may go to the same place: what it is for tells them apart, for who hears them.
  const place = sentences.connect.into[into.kind]({ name: into.name })
  const label = block.only === undefined ? place : (said?.replaceAll('`', '') ?? place)
  const body =
    typeof content === 'string'
      ? pasteBlock(content, label, sentences, `block-${id}`)
      : html`<div class="pastes">${content.map(
          (entry, at) =>
            html`<div class="field"><span class="quiet" translate="no">${entry.label}</span>${entry.value === secretMark ? html`<pre class="paste">${secretMark}</pre>` : pasteBlock(entry.value, entry.label, sentences, `block-${id}-${at}`)}</div>`,
        )}</div>`
  return html`<section class="block"><h3>${titleOf(block, sentences)}</h3>${body}${said === undefined ? '' : html`<p class="quiet">${prose(said)}</p>`}</section>`
}

const restartOf = (commands: readonly string[], { connect }: Sentences): Html =>
  commands.length === 0
    ? html`<p>${connect.noRestart}</p>`
    : html`<div class="restart"><p>${commands.length === 1 ? connect.restartOne : connect.restart}</p><ul>${commands.map((command) => html`<li><code translate="no">${command}</code></li>`)}</ul></div>`
