import { agreement } from './agreement.ts'
import { ofTokens } from './differences.ts'
import { askedExchanges, inWords } from './token-requests.ts'

agreement(
  'a token request',
  askedExchanges.map(({ name, run }) => ({ name, answer: async (provider) => inWords(await run(provider)) })),
  ofTokens,
)
