import type { Application } from '../../applications/application.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import type { Outcome } from '../../protocol/authorize/outcome.ts'
import { sentencesAt } from '../speak.ts'
import { type ErrorView, errorPage } from '../ui/error-page.ts'
import type { ShownApplication } from '../ui/faces.ts'
import type { WebWorld } from '../world.ts'
import { formPostPage } from './form-post-page.ts'

export const shownApplication = ({ name, icon }: Application): ShownApplication => ({ name, icon })

/** Turns what the protocol decided into what the browser gets. */
export const showOutcome = async (world: WebWorld, visit: Visit, outcome: Outcome): Promise<Response> => {
  switch (outcome.kind) {
    case 'step':
      return redirect(`/${outcome.step}?request=${outcome.requestId}`)
    case 'respond': {
      const { response, application } = outcome
      if (response.mode === 'redirect') return redirect(response.location)
      const { brand } = await world.look()
      const view = {
        redirectUri: response.action,
        parameters: response.fields,
        application: shownApplication(application),
      }
      return page(formPostPage(view, sentencesAt(visit), brand), { formsLeave: true })
    }
    case 'refused':
      return showError(world, visit, 403, {
        code: outcome.reason,
        eventCode: outcome.reference,
        application: shownApplication(outcome.application),
        // Whoever only passes through has no applications here.
        ...(outcome.application.bridge ? { stays: true } : {}),
      })
    case 'mistake': {
      const { mistake, application, reference } = outcome
      return showError(world, visit, 400, {
        code: mistake.code,
        eventCode: reference,
        application: application && shownApplication(application),
        clientId: 'clientId' in mistake ? mistake.clientId : undefined,
        addresses: mistake.code === 'redirect_uri_mismatch' ? mistake : undefined,
      })
    }
  }
}

/** A request that is over, answered, or another browser's. */
export const showExpired = (world: WebWorld, visit: Visit): Promise<Response> =>
  showError(world, visit, 400, { code: 'request_expired' })

export const showError = async (world: WebWorld, visit: Visit, status: number, view: ErrorView): Promise<Response> => {
  const { brand } = await world.look()
  return page(errorPage(view, sentencesAt(visit), brand), { status })
}
