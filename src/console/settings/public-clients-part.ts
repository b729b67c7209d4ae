import { getPublicClients, setPublicClients } from '../../admin/operations/public-clients.ts'
import { redirect } from '../../http/respond.ts'
import { formTokenField } from '../../web/ui/fields.ts'
import { type Html, html } from '../../web/ui/html.ts'
import { button, note, section } from '../../web/ui/parts.ts'
import { askAgain, atDesk, type Desk } from '../desk.ts'
import { settingsHome, showSettings } from './settings.ts'

/** `POST /console/settings/public-clients`: whether any website may have people sign in. It asks for the password again. */
export const changedPublicClients = atDesk(async (desk) => {
  const allowed = (await desk.visit.form()).get('allowed')
  const again = await askAgain(desk, settingsHome)
  if (again !== undefined) return again
  if (allowed !== 'yes' && allowed !== 'no') return showSettings(desk, {}, 400)
  const { ok } = await setPublicClients(desk.world, allowed === 'yes', desk.by)
  return ok ? redirect(`${settingsHome}?saved=publicClients`) : showSettings(desk, {}, 400)
})

/** The section of the settings. */
export const publicClientsPart = async (desk: Desk): Promise<Html> => {
  const { allowed, managed } = await getPublicClients(desk.world)
  const { publicClients: texts } = desk.sentences.settings
  const form = html`<form method="post" class="narrow" action="${settingsHome}/public-clients">${formTokenField(desk.formToken)}<div>${button({ label: allowed ? texts.switchOff : texts.switchOn, look: 'plain', name: 'allowed', value: allowed ? 'no' : 'yes', id: 'save-public-clients' })}</div></form>`
  return section({
    id: 'public-clients',
    title: texts.title,
    lead: texts.lead,
    body: html`<p><b>${allowed ? texts.on : texts.off}</b></p>${managed ? note('info', texts.managed) : form}`,
  })
}
