import { identitiesOf, type KeptIdentity, profileOf } from '../../accounts/identities/identity.ts'
import { unlinkIdentity } from '../../accounts/identities/link.ts'
import { handleOf } from '../../accounts/identities/told.ts'
import { hasPassword } from '../../accounts/passwords/credential.ts'
import type { Person } from '../../accounts/sessions/sessions.ts'
import { takeTyped } from '../../accounts/typed.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { fediverseId, findFediverse } from '../../sources/settings.ts'
import { askAgain, isFreshEnough, proveAgainHref } from '../fresh.ts'
import { addressViewAt } from '../sources/address-view.ts'
import { identitiesPath } from '../sources/errand.ts'
import { type SourceButtons, sourceButtonsAt } from '../sources/source-buttons.ts'
import { sentencesAt } from '../speak.ts'
import { byVisitor, hallVisitor } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { type IdentitiesView, identitiesPage } from './identities-page.ts'

/** `GET /account/identities`. */
export const identities = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const linked = visit.query.get('linked')
  const found = linked === undefined ? undefined : await ownIdentity(world, person, linked)
  if (found !== undefined) return show(world, visit, person, { done: { what: 'linked', handle: calledOf(found) } })
  if (visit.query.has('unlinked')) return show(world, visit, person, { done: { what: 'unlinked' } })
  return show(world, visit, person, {})
}

/** `POST /account/identities`: one way in less. */
export const unlinkedIdentity = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const again = await askAgain(world, visit, person, identitiesPath)
  if (again !== undefined) return again
  const id = (await visit.form()).get('identity')
  if (id === undefined) return redirect(identitiesPath)
  const done = await unlinkIdentity(world, person, id, byVisitor(visit, person))
  if (!done.ok && done.reason === 'last') return show(world, visit, person, { problem: 'last' }, 409)
  return redirect(done.ok ? `${identitiesPath}?unlinked=yes` : identitiesPath)
}

/** What the provider is called here; its address, where it is not switched on. */
const nameOf = ({ sourceId, host }: KeptIdentity, providers: SourceButtons | undefined): string =>
  providers?.sources.find(({ id }) => id === sourceId)?.name ?? host ?? sourceId

const calledOf = (kept: KeptIdentity): string => handleOf({ subject: kept.subject, profile: profileOf(kept) })

const ownIdentity = async (world: WebWorld, { account }: Person, id: string): Promise<KeptIdentity | undefined> => {
  const found = await world.storage.find('identities', id)
  return found?.accountId === account.id ? found : undefined
}

const show = async (
  world: WebWorld,
  visit: Visit,
  person: Person,
  shown: Pick<IdentitiesView, 'done' | 'problem'>,
  status = 200,
): Promise<Response> => {
  const { account } = person
  const typed = await takeTyped(world, visit, account.id)
  const [kept, password, fediverse, providers, { brand }] = await Promise.all([
    identitiesOf(world, account.id),
    hasPassword(world, account.id),
    findFediverse(world),
    sourceButtonsAt(world, visit, { linkTo: account.id }),
    world.look(),
  ])
  const fresh = isFreshEnough(world, person)
  const view: IdentitiesView = {
    visitor: hallVisitor(world, visit, person, typed),
    now: world.clock.now(),
    identities: kept.map((identity) => ({
      id: identity.id,
      handle: calledOf(identity),
      host: identity.sourceId === fediverseId ? (identity.host ?? '') : nameOf(identity, providers),
      createdAt: identity.createdAt,
      lastUsedAt: identity.lastUsedAt,
      movedTo: profileOf(identity).movedTo,
    })),
    password,
    address:
      fediverse === undefined
        ? undefined
        : await addressViewAt(world, visit, { linkTo: account.id }, { value: typed?.form.typed('address') }),
    providers,
    againHref:
      fresh || (fediverse === undefined && providers === undefined && kept.length === 0)
        ? undefined
        : proveAgainHref(identitiesPath),
    ...shown,
  }
  const sentences = sentencesAt(visit, { accountLocale: account.locale })
  return page(identitiesPage(view, sentences, brand), { formsLeave: true, status })
}
