import { lifetimesOf } from '../../accounts/sessions/sessions.ts'
import type { Application } from '../../applications/application.ts'
import { type Change, putting } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'

/** What an application was told somebody is, in which session: to be committed with the tokens. Nothing for one that does not want to hear the end. */
export const rememberingSession = (
  world: Pick<World, 'clock' | 'policy'>,
  { id, backchannelLogoutUri }: Pick<Application, 'id' | 'backchannelLogoutUri'>,
  of: { readonly accountId: string; readonly sessionId: string; readonly subject: string },
): readonly Change[] => {
  if (backchannelLogoutUri === undefined) return []
  const now = world.clock.now()
  return [
    putting('applicationSessions', {
      ...{ id: `${of.sessionId}:${id}`, applicationId: id, ...of, createdAt: now },
      // A session in which the person proves again who they are goes on; one that nobody ends is not spoken of.
      expiresAt: now + 2 * lifetimesOf(world).absolute,
    }),
  ]
}
