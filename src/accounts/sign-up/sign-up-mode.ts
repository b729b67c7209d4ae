import type { World } from '../../storage/world.ts'
import type { PostWorld } from '../letters.ts'

/**
 * Who may make themselves an account: nobody; whoever has an invitation; everybody who proves an address; everybody, and an administrator looks
 * at each. Each lets in whom the ones before it let in.
 */
export const signUpModes = ['closed', 'invitation', 'open', 'approval'] as const
export type SignUpMode = (typeof signUpModes)[number]

/** The setting's name; its value is `{ mode }`. */
export const signUpSetting = 'signUp'

/** As it is set. */
export const signUpModeOf = async (world: Pick<World, 'storage'>): Promise<SignUpMode> => {
  const value = (await world.storage.find('settings', signUpSetting))?.value
  const mode: unknown = typeof value === 'object' && value !== null && 'mode' in value ? value.mode : undefined
  return signUpModes.find((known) => known === mode) ?? 'closed'
}

/** As it works. Where addresses cannot be proven, nobody is let in on the strength of one. */
export const effectiveSignUp = async (world: Pick<PostWorld, 'storage' | 'mailer'>): Promise<SignUpMode> => {
  const mode = await signUpModeOf(world)
  return mode === 'open' && world.mailer === undefined ? 'invitation' : mode
}
