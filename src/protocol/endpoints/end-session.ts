import type { Person } from '../../accounts/sessions/sessions.ts'
import { type Application, applicationOf, findByClientId } from '../../applications/application.ts'
import { issuerOf } from '../../applications/issuer.ts'
import { isKnownAs } from '../../applications/known-as/subject.ts'
import { compareRedirect, isHarmful } from '../../applications/redirect-uri.ts'
import type { Form } from '../../lib/forms.ts'
import { type Hint, readHint } from '../id-token.ts'
import type { ProtocolWorld } from '../world.ts'

/** What a request to sign out amounts to. */
export interface SignOutPlan {
  /** Whether the person has to say so themselves: anybody's link can lead here. */
  readonly ask: boolean
  readonly application: Application | undefined
  /** Where to go afterwards: only ever a URI that an application has registered, `state` included. */
  readonly returnTo: string | undefined
  /** A URI was sent that nobody registered. */
  readonly unregistered: boolean
}

/**
 * RP-Initiated Logout as applications really ask for it: with an ID token (also an expired one), with `client_id`, with nothing but
 * where to return to (Mastodon), or with nothing but an ID token (RomM). Never starts a sign-in. A link that does not prove
 * knowledge of this very sign-in ends nothing without a question (section 6).
 */
export const planSignOut = async (
  world: ProtocolWorld,
  {
    base,
    form,
    person,
    at,
  }: {
    readonly base: string
    readonly form: Form
    readonly person: Person | undefined
    /** Whose address was asked, where it is one application's. */
    readonly at?: Application | undefined
  },
): Promise<SignOutPlan> => {
  const clientId = form.get('client_id')
  const sentHint = form.get('id_token_hint')
  const read =
    sentHint === undefined
      ? undefined
      : await hintOf(world, at === undefined ? await issuersAt(world, base) : [issuerOf(base, at)], sentHint)
  const said = at?.clientId ?? clientId
  const hint = read !== undefined && said !== undefined && read.clientId !== said ? undefined : read
  const named = hint?.clientId ?? said
  const application = named === undefined ? undefined : await findByClientId(world, named)

  const uri = form.get('post_logout_redirect_uri')
  const owner = uri === undefined ? undefined : await ownerOf(world, uri, named, application)
  return {
    ask: person !== undefined && !(hint !== undefined && (await isAbout(world, hint, person, application))),
    application: application ?? owner,
    returnTo: uri === undefined || owner === undefined ? undefined : withState(uri, form.get('state')),
    unregistered: uri !== undefined && owner === undefined,
  }
}

/** Those with the issuer that Dex had sign out where everybody does. */
const issuersAt = async ({ storage }: ProtocolWorld, base: string): Promise<readonly string[]> => {
  const applications = (await storage.list('applications')).map(applicationOf)
  return [
    base,
    ...new Set(applications.filter(({ issuer }) => issuer === 'dex').map((application) => issuerOf(base, application))),
  ]
}

const hintOf = async (
  { keyring }: ProtocolWorld,
  issuers: readonly string[],
  sent: string,
): Promise<Hint | undefined> => {
  for (const issuer of issuers) {
    const hint = await readHint(keyring, issuer, sent)
    if (hint !== undefined) return hint
  }
  return undefined
}

/** An ID token of this very sign-in, or at least of this person, proves that the application may end it. */
const isAbout = async (
  world: ProtocolWorld,
  hint: Hint,
  person: Person,
  application: Application | undefined,
): Promise<boolean> =>
  application !== undefined &&
  (hint.sessionId === person.session.publicId || (await isKnownAs(world, application, person.account.id, hint.subject)))

/** The application that registered this URI: the one that was named, known or not, or, when none was, whichever did. */
const ownerOf = async (
  world: ProtocolWorld,
  uri: string,
  named: string | undefined,
  application: Application | undefined,
): Promise<Application | undefined> => {
  if (isHarmful(uri)) return undefined
  const candidates = named === undefined ? (await world.storage.list('applications')).map(applicationOf) : [application]
  return candidates.find((candidate) => isRegistered(candidate, uri))
}

/** An application that is switched off sends nobody anywhere. */
const isRegistered = (application: Application | undefined, sent: string): boolean =>
  application !== undefined &&
  application.disabledAt === undefined &&
  application.postLogoutRedirectUris.some((uri) => compareRedirect(uri, sent, { native: false }))

const withState = (uri: string, state: string | undefined): string =>
  state === undefined ? uri : `${uri}${uri.includes('?') ? '&' : '?'}state=${encodeURIComponent(state)}`
