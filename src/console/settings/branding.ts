import {
  type BrandingProblem,
  type BrandingView,
  brandingSetting,
  changeBranding,
  changeLogo,
  getBranding,
  removeLogo,
} from '../../admin/operations/branding.ts'
import { redirect } from '../../http/respond.ts'
import { formatNumber } from '../../locales/format.ts'
import type { Sentences } from '../../locales/sentences.ts'
import { correctedAccent, leastContrast, surfaces } from '../../web/ui/brand.ts'
import { contrast, fromHex, toHex } from '../../web/ui/colour.ts'
import { brandMark } from '../../web/ui/faces.ts'
import { fileField, formTokenField, textField } from '../../web/ui/fields.ts'
import { type Html, html, type Piece } from '../../web/ui/html.ts'
import { button, type Fact, linkButton, note, section, told } from '../../web/ui/parts.ts'
import { atDesk, type Desk, showRoom } from '../desk.ts'
import { takingPicture } from '../undo.ts'

const home = '/console/branding'

interface Shown {
  readonly values?: { readonly name: string; readonly accent: string }
  readonly problems?: readonly BrandingProblem[]
}

/** `GET /console/branding`. */
export const branding = atDesk((desk) => showBranding(desk, {}))

/** `POST /console/branding`: the name and the accent colour. */
export const changedBranding = atDesk(async (desk) => {
  const form = await desk.visit.form()
  const values = { name: form.typed('name'), accent: form.typed('accent') }
  const changed = await changeBranding(desk.world, values, desk.by)
  if (!changed.ok) return showBranding(desk, { values, problems: changed.problems }, 400)
  desk.world.readAgain()
  return redirect(`${home}?saved=yes`)
})

/** `POST /console/branding/logo`: a picture, or none from now on. */
export const changedLogo = atDesk(async (desk) => {
  const { logo: path, managedFields } = await getBranding(desk.world)
  if ((await desk.visit.form()).has('remove') && !managedFields.includes('logo')) {
    const take = async () => {
      await removeLogo(desk.world, desk.by)
      desk.world.readAgain()
    }
    const of = { kind: 'settings', id: brandingSetting, field: 'logo', path, take } as const
    return takingPicture(desk, { what: 'logo', name: '', page: home }, of)
  }
  const sent = await desk.visit.file('logo')
  const changed =
    sent === undefined
      ? ({ ok: false, problems: [{ field: 'logo', code: 'required' }] } as const)
      : await changeLogo(desk.world, sent, desk.by)
  if (!changed.ok) return showBranding(desk, { problems: changed.problems }, 400)
  desk.world.readAgain()
  return redirect(`${home}?saved=logo`)
})

const showBranding = async (desk: Desk, shown: Shown, status = 200): Promise<Response> => {
  const { world, visit, sentences } = desk
  const { branding: texts } = sentences
  const view = await getBranding(world)
  const saved = (['yes', 'logo'] as const).find((what) => what === visit.query.get('saved'))
  const notice = status === 200 ? saved && note('right', texts.saved[saved]) : note('wrong', sentences.words.lookAgain)
  const facts = fileFacts(view, sentences)
  const file =
    facts.length === 0
      ? ''
      : section({
          title: sentences.console.details,
          body: html`${note('info', sentences.console.managedNote)}${told(facts)}`,
        })
  return showRoom(
    desk,
    {
      room: 'branding',
      title: texts.title,
      lead: texts.lead,
      notice,
      action: linkButton({ label: texts.look, href: '/signed-out', look: 'plain' }),
      body: html`${file}${nameAndAccent(view, shown, desk)}${accentShown(view.accent, sentences)}${logo(view, shown, desk)}`,
    },
    status,
  )
}

/** What the configuration file says: nothing here can be typed over. */
const fileFacts = (
  { name, accent, logo, managedFields }: BrandingView,
  { branding: texts }: Sentences,
): readonly Fact[] => {
  const all: readonly (readonly [string, string, Piece])[] = [
    ['name', texts.name, html`<span translate="no">${name ?? '–'}</span>`],
    ['accent', texts.accent, html`<code translate="no">${accent ?? '–'}</code>`],
    ['logo', texts.logo, logo === undefined ? '–' : brandMark({ logo })],
  ]
  return all.filter(([field]) => managedFields.includes(field)).map(([, label, value]) => ({ label, value }))
}

const nameAndAccent = (view: BrandingView, { values, problems = [] }: Shown, desk: Desk): Html | string => {
  const { sentences, formToken } = desk
  const { branding: texts } = sentences
  const locked = (field: string): boolean => view.managedFields.includes(field)
  if (locked('name') && locked('accent')) return ''
  const problem = (field: string): string | undefined => {
    const found = problems.find((one) => one.field === field)
    return found === undefined ? undefined : field === 'name' ? texts.nameTooLong : texts.accentMalformed
  }
  const name =
    !locked('name') &&
    textField({
      name: 'name',
      label: texts.name,
      hint: texts.nameHint,
      value: values?.name ?? view.name,
      problem: problem('name'),
      maxlength: 100,
      autocomplete: 'off',
    })
  const accent =
    !locked('accent') &&
    textField({
      name: 'accent',
      label: texts.accent,
      hint: texts.accentHint,
      value: values?.accent ?? view.accent,
      problem: problem('accent'),
      maxlength: 7,
      autocomplete: 'off',
      exact: true,
      autofocus: problem('accent') !== undefined,
    })
  return section({
    id: 'words',
    title: texts.nameAndAccent,
    body: html`<form method="post" class="narrow" action="${home}">${formTokenField(formToken)}${name}${accent}<div>${button({ label: sentences.words.save, id: 'save' })}</div></form>`,
  })
}

/** The colour as it is really used, by day and by night, with its contrast computed. */
const accentShown = (wanted: string | undefined, sentences: Sentences): Html => {
  const { branding: texts, tag } = sentences
  const corrected = correctedAccent(wanted)
  const ratio = (value: number): string => texts.ratio({ ratio: formatNumber(tag, Math.floor(value * 10) / 10) })
  const facts = (['light', 'dark'] as const).map((scheme) => {
    const { accent } = corrected[scheme]
    const { paper, onAccent } = surfaces[scheme]
    return {
      label: texts[scheme],
      value: html`${swatch(toHex(accent), toHex(paper), toHex(onAccent))} <code translate="no">${toHex(accent)}</code> ${texts.asText({ ratio: ratio(contrast(accent, paper)) })}, ${texts.underText({ ratio: ratio(contrast(accent, onAccent)) })}`,
    }
  })
  const typed = fromHex(wanted ?? '')
  const asTyped = typed === undefined ? undefined : contrast(typed, surfaces.light.paper)
  const verdict =
    asTyped === undefined
      ? texts.noAccent
      : asTyped < leastContrast
        ? texts.changed({ ratio: ratio(asTyped) })
        : texts.fits
  return section({ id: 'contrast', title: texts.contrast, lead: verdict, body: told(facts) })
}

/** A word in the colour, and a button of it. What it shows is said beside it in figures. */
const swatch = (accent: string, paper: string, onAccent: string): Html =>
  html`<svg viewBox="0 0 96 32" width="96" height="32" aria-hidden="true"><rect width="96" height="32" rx="8" stroke="none" fill="${paper}"/><text stroke="none" x="12" y="22" font-size="16" font-weight="600" fill="${accent}">12</text><rect x="44" y="5" width="46" height="22" rx="6" stroke="none" fill="${accent}"/><text stroke="none" x="67" y="21" font-size="13" font-weight="600" text-anchor="middle" fill="${onAccent}">12</text></svg>`

const logo = (view: BrandingView, { problems = [] }: Shown, { sentences, formToken }: Desk): Html | string => {
  if (view.managedFields.includes('logo')) return ''
  const { branding: texts, problems: wrong, words } = sentences
  const found = problems.find(({ field }) => field === 'logo')
  const sentence = found === undefined || found.code === 'managed' ? undefined : wrong.fields.avatar[found.code]
  const token = formTokenField(formToken)
  const remove = html`<form method="post" action="${home}/logo">${token}${button({ label: words.remove, look: 'plain', small: true, name: 'remove', value: 'yes', id: 'remove-logo', says: `${words.remove}: ${texts.logo}` })}</form>`
  return section({
    id: 'mark',
    title: texts.logo,
    lead: texts.logoLead,
    aside: html`<span class="heading"><span class="tile plain">${brandMark({ logo: view.logo })}</span></span>`,
    body: html`<form method="post" class="narrow" action="${home}/logo" enctype="multipart/form-data">${token}${fileField(
      {
        name: 'logo',
        label: texts.logoFile,
        hint: texts.logoHint,
        problem: sentence,
        accept: 'image/png,image/webp,image/jpeg,image/gif,image/avif',
        required: true,
      },
    )}<div>${button({ label: texts.logoSubmit, look: 'plain', id: 'send-logo' })}</div></form>${view.logo === undefined ? '' : remove}`,
  })
}
