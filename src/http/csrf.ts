import type { Sealing } from '../lib/sealing.ts'
import { keyedHash, sameSecret } from '../lib/secret.ts'
import { Refusal } from './refusal.ts'
import type { Visit } from './visit.ts'

/** The name of the hidden field that every form of ours carries. */
export const formTokenField = 'form_token'

interface Keys {
  readonly sealing: Sealing
}

/** The token of the forms on a page that is given to this browser; worthless in any other. */
export const formToken = ({ sealing }: Keys, visit: Visit): string =>
  keyedHash(sealing.derive('form tokens')[0], visit.browser())

/**
 * Refuses a form that did not come from a page of ours in this browser. First by what the browser says of where it comes from
 * (Sec-Fetch-Site, else Origin), then by the form's token. Programs that send neither header still need the token.
 */
export const refuseForeignForm = async (keys: Keys, visit: Visit): Promise<void> => {
  const { headers } = visit.request
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') throw new Refusal(403, 'cross_site')
  // Our own pages send no referrer, and then browsers say `null` for the origin of a form: the token decides.
  const origin = headers.get('origin') ?? 'null'
  if (site === null && origin !== 'null' && origin !== visit.base) throw new Refusal(403, 'cross_site')
  const browser = visit.knownBrowser()
  const sent = (await visit.form()).get(formTokenField)
  if (browser === undefined || sent === undefined) throw new Refusal(403, 'form_expired')
  const good = keys.sealing.derive('form tokens').some((key) => sameSecret(keyedHash(key, browser), sent))
  if (!good) throw new Refusal(403, 'form_expired')
}
