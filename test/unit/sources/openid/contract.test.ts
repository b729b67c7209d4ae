import { sourceContract } from '../../../../src/sources/contract.ts'
import type { Source } from '../../../../src/sources/source.ts'
import { dump } from '../../../support/dump.ts'
import { coming, testClientSecret } from '../../../support/openid/coming.ts'

/** The suite takes the last part of a callback for its name; here it is the part before. */
const named = (source: Source): Source => ({
  ...source,
  finish: (arrival) =>
    source.finish({ ...arrival, callback: arrival.callback === 'callback' ? source.id : arrival.callback }),
})

for (const [name, words] of [
  ['an OpenID provider', {}],
  ['an OpenID provider that is asked for userinfo', { userinfo: 'always' }],
  ['an OpenID provider without PKCE and nonce', { pkce: 'never', nonce: false }],
  ['an OpenID provider that is not verified', { skipVerification: true }],
] as const)
  sourceContract(name, async (t) => {
    const { source, world, provider } = await coming(t, words)
    return {
      source: named(source),
      address: '',
      approve: provider.approve,
      dump: () => dump(world.storage),
      secrets: () => [...provider.secrets, testClientSecret],
      silence: provider.silence,
    }
  })
