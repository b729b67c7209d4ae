import type { Told } from '../http/errors.ts'
import { page } from '../http/respond.ts'
import type { Visit } from '../http/visit.ts'
import { sentencesAt } from './speak.ts'
import { createBrand, defaultBranding } from './ui/brand.ts'
import { errorPage } from './ui/error-page.ts'
import type { WebWorld } from './world.ts'

/** The page for a request that could not be answered as asked. It must not need anything that may be what is broken. */
export const showRefusal = async (world: WebWorld, visit: Visit, told: Told): Promise<Response> => {
  const sentences = sentencesAt(visit)
  const brand = await Promise.resolve(world.look()).then(
    ({ brand }) => brand,
    () => createBrand(defaultBranding, visit.base),
  )
  const body = errorPage({ code: told.code, eventCode: told.reference }, sentences, brand)
  return page(body, { status: told.status, headers: told.headers })
}
