import type { World } from '../storage/world.ts'
import { type Application, applicationOf, rowOf } from './application.ts'
import type { SecretMatch } from './client-secret.ts'

/** After an application has proved its secret: keeps it under the first key, so that an older one can go some day. Nothing else changes. */
export const renewSecret = async (
  { storage }: Pick<World, 'storage'>,
  { id }: Pick<Application, 'id'>,
  { stored, renewed }: SecretMatch,
): Promise<void> => {
  if (renewed === undefined) return
  await storage.change('applications', id, (row) => {
    const application = applicationOf(row)
    if (!application.secrets.some(({ hash }) => hash === stored.hash)) return undefined
    // When it ends may have been changed meanwhile.
    const secrets = application.secrets.map((secret) =>
      secret.hash === stored.hash
        ? { ...renewed, ...(secret.expiresAt === undefined ? {} : { expiresAt: secret.expiresAt }) }
        : secret,
    )
    return rowOf({ ...application, secrets })
  })
}
