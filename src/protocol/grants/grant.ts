import type { Application } from '../../applications/application.ts'
import type { Form } from '../../lib/forms.ts'
import type { ProtocolWorld } from '../world.ts'
import type { TokenResponse } from './tokens.ts'

/** Exchanges what an authenticated application presents for tokens; throws `OAuthError` where RFC 6749 section 5.2 has a word for it. */
export type Grant = (
  world: ProtocolWorld,
  /** The public base; who we are to the application follows from it. */
  base: string,
  application: Application,
  form: Form,
) => Promise<TokenResponse>
