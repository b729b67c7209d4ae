import { agreement } from './agreement.ts'
import { askedRequests } from './authorize-requests.ts'
import { ofAuthorization } from './differences.ts'

agreement(
  'an authorization request',
  askedRequests.map(({ name, query, who, method }) => ({
    name,
    answer: (provider) => provider.authorize(query(provider), who, method),
  })),
  ofAuthorization,
)
