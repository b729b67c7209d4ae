import { Problems } from '../../lib/problems.ts'
import { registrable } from '../addresses.ts'
import type { Imported, Note, Plain } from '../imported.ts'
import { present } from '../plain.ts'
import { gotosocial } from './gotosocial.ts'
import { type Addresses, ownSlug, type Told } from './kind.ts'
import { mastodon } from './mastodon.ts'
import { readOwnSettings } from './own-settings.ts'
import { romm } from './romm.ts'

const kinds = [gotosocial, mastodon, romm] as const

/**
 * What an application that people run was told of its provider: Mastodon's `.env.production`, GoToSocial's `config.yaml`, RomM's environment.
 * It keeps what it has; what it has to be told otherwise is said line by line. Throws `Problems` for what is none of these.
 */
export const importApplication = async (text: string, here: Addresses): Promise<Imported> => {
  const settings = await readOwnSettings(text)
  const kind = kinds.find(({ isIn }) => isIn(settings))
  if (kind === undefined) {
    throw new Problems(['These are no settings of Mastodon, GoToSocial or RomM with OpenID Connect in them.'])
  }
  const left: Note[] = []
  const told = kind.read(settings, here)
  const missing = requiredOf(told)
  if (missing.length > 0)
    throw new Problems(missing.map((name) => `${name} is missing, so there is nothing to import.`))
  const redirectUris = registrable([told.redirectUri ?? ''], told.names.redirectUri, (note) => left.push(note))
  const postLogout = registrable(told.postLogoutRedirectUris, told.names.redirectUri, (note) => left.push(note))
  const application: Plain = present({
    slug: slugWhere(told, here),
    name: told.name,
    recipe: kind.recipe,
    clientId: told.clientId,
    clientSecret: told.clientSecret,
    redirectUris,
    ...(postLogout.length === 0 ? {} : { postLogoutRedirectUris: postLogout }),
    ...(ownSlug(told.issuer, here) === undefined ? {} : { issuer: 'application' }),
    ...told.fields,
  })
  const lines = told.lines.filter(({ is, wanted }) => is !== wanted)
  return {
    file: { applications: [application] },
    knownAs: [],
    left,
    warnings: [
      ...(told.clientSecret !== undefined && told.clientSecret.length < 16
        ? [{ about: told.names.clientSecret, code: 'short_secret' } as const]
        : []),
      ...(lines.length === 0
        ? [{ about: kind.name, code: 'nothing_to_change' } as const]
        : lines.map(({ name, line }) => ({ about: name, code: 'change_line', detail: line }) as const)),
    ],
  }
}

const requiredOf = ({ clientId, clientSecret, redirectUri, names }: Told): readonly string[] => [
  ...(clientId === undefined ? [names.clientId] : []),
  ...(clientSecret === undefined ? [names.clientSecret] : []),
  ...(redirectUri === undefined ? [names.redirectUri] : []),
]

const slugWhere = ({ issuer, slug }: Told, here: Addresses): string => ownSlug(issuer, here) ?? slug
