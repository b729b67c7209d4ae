import { type BrandingProblem, type BrandLink, changeBranding, getBranding } from '../../admin/operations/branding.ts'
import { redirect } from '../../http/respond.ts'
import type { Form } from '../../lib/forms.ts'
import { formTokenField, textField } from '../../web/ui/fields.ts'
import { type Html, html } from '../../web/ui/html.ts'
import { button, note, section, told } from '../../web/ui/parts.ts'
import { atDesk, type Desk } from '../desk.ts'
import { settingsHome, showSettings } from './settings.ts'

export interface LinksShown {
  /** As they were typed, empty ones too. */
  readonly links: readonly BrandLink[]
  readonly problems: readonly BrandingProblem[]
}

/** As many as fit at the foot of a page. */
const most = 6
const rows = Array.from({ length: most }, (_, row) => row)

/** `POST /console/settings/links`: what stands at the foot of the pages where people come in. */
export const changedLinks = atDesk(async (desk) => {
  const links = readLinks(await desk.visit.form())
  const filled = links.flatMap((link, row) => (link.label === '' && link.href === '' ? [] : [{ link, row }]))
  const changed = await changeBranding(desk.world, { links: filled.map(({ link }) => link) }, desk.by)
  if (changed.ok) {
    desk.world.readAgain()
    return redirect(`${settingsHome}?saved=links`)
  }
  const problems = changed.problems.map((problem) => ({ ...problem, item: filled[problem.item ?? 0]?.row ?? 0 }))
  return showSettings(desk, { links: { links, problems } }, 400)
})

const readLinks = (form: Form): readonly BrandLink[] =>
  rows.map((row) => ({ label: form.typed(`label-${row}`), href: form.typed(`href-${row}`) }))

/** The section of the settings. What the configuration file says is told, and not asked. */
export const legalLinks = async ({ world, sentences, formToken }: Desk, shown?: LinksShown): Promise<Html> => {
  const { links: texts } = sentences.settings
  const { links: held, managedFields } = await getBranding(world)
  if (managedFields.includes('links')) {
    const facts = held.map(({ label, href }) => ({
      label: html`<span translate="no">${label}</span>`,
      value: html`<code translate="no">${href}</code>`,
    }))
    return section({
      id: 'links',
      title: texts.title,
      lead: texts.lead,
      body: html`${note('info', sentences.console.managedNote)}${told(facts)}`,
    })
  }
  const links = shown?.links ?? held
  // One more than there are is enough at a time; all that were typed come back.
  const count = Math.min(most, Math.max(3, links.filter(({ label, href }) => label !== '' || href !== '').length + 1))
  const sentence = (row: number, part: 'label' | 'href'): string | undefined => {
    const problem = shown?.problems.find((found) => found.item === row && found.part === part)
    return problem === undefined ? undefined : problem.code === 'required' ? texts.required : texts.malformed
  }
  const fields = rows.slice(0, Math.max(count, shown === undefined ? 0 : most)).map((row) => {
    const number = row + 1
    const { label = '', href = '' } = links[row] ?? {}
    return html`<fieldset class="figures"><legend class="unseen">${texts.row({ number })}</legend>${textField({
      name: `label-${row}`,
      label: texts.label,
      value: label,
      problem: sentence(row, 'label'),
      maxlength: 60,
      autocomplete: 'off',
    })}${textField({
      name: `href-${row}`,
      label: texts.href,
      value: href,
      problem: sentence(row, 'href'),
      maxlength: 2000,
      autocomplete: 'off',
      exact: true,
    })}</fieldset>`
  })
  return section({
    id: 'links',
    title: texts.title,
    lead: texts.lead,
    body: html`<form method="post" action="${settingsHome}/links">${formTokenField(formToken)}${fields}<p class="quiet">${texts.hint}</p><div>${button({ label: sentences.words.save, look: 'plain', id: 'save-links' })}</div></form>`,
  })
}
