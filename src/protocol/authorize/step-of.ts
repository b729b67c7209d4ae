import { fediverse, identitiesOf } from '../../accounts/identities/identity.ts'
import { rulesOf } from '../../accounts/identities/newcomers.ts'
import type { Person } from '../../accounts/sessions/sessions.ts'
import { type Application, findByClientId } from '../../applications/application.ts'
import { entrantFor } from '../../applications/entrant.ts'
import { findGrant } from '../../applications/grants.ts'
import { isKnownAs } from '../../applications/known-as/subject.ts'
import { nextStep, type Situation, type Step } from '../../flow/next-step.ts'
import { asNewcomer } from '../as-newcomer.ts'
import type { ProtocolWorld } from '../world.ts'
import type { Pending } from './pending.ts'
import { askedOf } from './request.ts'

/** What a request waits for, with this person at the browser. */
export const stepOf = async (world: ProtocolWorld, pending: Pending, person: Person | undefined): Promise<Step> => {
  const { application, request, progress, createdAt } = pending
  const ways = person === undefined ? undefined : await cameHow(world, application, person)
  return nextStep({
    requestedAt: createdAt,
    asked: askedOf(request),
    progress,
    application,
    person: person && {
      accountId: person.account.id,
      subject: await hintedOr(world, pending, person.account.id),
      authTime: person.session.authTime,
      usernameMadeUp: person.account.usernameMadeUp,
      entrant: await entrantFor(world, application, person.account, person.session),
      ...ways?.person,
    },
    newcomers: ways?.newcomers,
    grantedScopes:
      person === undefined || application.consent === 'implicit'
        ? undefined
        : (await findGrant(world, person.account.id, application.id))?.scopes,
  })
}

/** What the steps ask of people from elsewhere, and of those without an address; looked up where it can make a difference. */
const cameHow = async (
  world: ProtocolWorld,
  application: Application,
  { account, session }: Person,
): Promise<Pick<Situation, 'newcomers'> & { readonly person: Partial<Situation['person']> }> => {
  const missing = account.email === undefined && application.missingEmail !== 'none'
  const [newcomer, identities, fromFediverse] = await Promise.all([
    asNewcomer(world, application, account, session.identityId),
    application.bridge ? identitiesOf(world, account.id) : [],
    missing && application.missingEmail === 'placeholder' ? rulesOf(world, fediverse) : undefined,
  ])
  return {
    newcomers: newcomer?.rule,
    person: {
      newcomer: newcomer?.facts,
      inFediverse: identities.some(({ sourceId }) => sourceId === fediverse),
      withoutEmail: missing
        ? {
            provable: world.mailer !== undefined && !account.managed,
            placeholder: fromFediverse?.placeholder !== undefined,
            provenAt: session.provenAt,
          }
        : undefined,
    },
  }
}

/** The hinted subject, when it is what the application that it comes from knows this person as. */
const hintedOr = async (world: ProtocolWorld, pending: Pending, accountId: string): Promise<string> => {
  const { hintedSubject, hintedBy } = pending.request
  if (hintedSubject === undefined) return accountId
  const by = hintedBy === undefined ? pending.application : await findByClientId(world, hintedBy)
  const known = by !== undefined && (await isKnownAs(world, by, accountId, hintedSubject))
  return known ? hintedSubject : accountId
}
