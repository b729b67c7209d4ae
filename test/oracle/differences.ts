/** Where Portico answers otherwise than oidc-provider does, each with its reason. `ours` and `theirs` as the tests put it. */
export interface Difference {
  readonly names: readonly string[]
  readonly ours: string
  readonly theirs: string
  readonly because: string
}

const invalidRequest = 'sends invalid_request by query'
const invalidScope = 'sends invalid_scope by query'
const aCode = 'sends a code by query'

export const ofAuthorization: readonly Difference[] = [
  {
    names: ['without scope', 'with an empty scope', 'for scope="profile email"'],
    ours: aCode,
    theirs: invalidRequest,
    because:
      'Plain OAuth is for several applications of the field all there is: they get a profile, never an ID token.',
  },
  {
    names: ['for scope="nonsense"', 'for scope="OPENID"', 'for scope="openid,email"'],
    ours: invalidScope,
    theirs: invalidRequest,
    because: 'Both refuse; RFC 6749 section 4.1.2.1 has a word for it. Theirs is about the missing openid.',
  },
  {
    names: ['for scope="openid  email"'],
    ours: aCode,
    theirs: invalidScope,
    because: 'Two spaces are one to us: it is a slip in a settings page, and means nothing else.',
  },
  {
    names: ['for scope="openid  email", with nobody signed in'],
    ours: 'asks for login',
    theirs: invalidScope,
    because: 'As above.',
  },
  {
    names: ['with prompt="create"'],
    ours: aCode,
    theirs: invalidRequest,
    because: 'Initiating User Registration via OpenID Connect 1.0: whoever is signed in has an account.',
  },
  {
    names: ['with prompt="create", with nobody signed in'],
    ours: 'asks for sign-up',
    theirs: invalidRequest,
    because: 'As above; others are shown where accounts are made, or where to sign in when nobody may.',
  },
  {
    names: ['with prompt="  none "'],
    ours: aCode,
    theirs: invalidRequest,
    because: 'As with scopes, spaces around words mean nothing.',
  },
  {
    names: ['with prompt="  none ", with nobody signed in'],
    ours: 'sends login_required by query',
    theirs: invalidRequest,
    because: 'As above.',
  },
  {
    names: ['with state twice, alike', 'with state twice, differently'],
    ours: invalidRequest,
    theirs: 'sends invalid_request by query, without state',
    because: 'The first state goes back, so that the application can tell which of its attempts failed.',
  },
  {
    names: ['for response_type="id_token"', 'for response_type="code id_token"'],
    ours: 'sends unsupported_response_type by fragment',
    theirs: 'sends invalid_request by fragment',
    because: 'Theirs finds the client unfit before it says that nobody gives such answers.',
  },
  {
    names: ['for response_type="none"'],
    ours: 'sends unsupported_response_type by query',
    theirs: invalidRequest,
    because: 'As above.',
  },
  {
    names: ['for response_type="code code"'],
    ours: 'sends unsupported_response_type by query',
    theirs: aCode,
    because:
      'Theirs takes it for a set of words. It is none that anybody registered (Multiple Response Types section 3).',
  },
  {
    names: ['jwt', 'query.jwt', 'web_message', 'nonsense', 'QUERY'].map((mode) => `by response_mode=${mode}`),
    ours: invalidRequest,
    theirs: 'sends unsupported_response_mode by query',
    because: 'That code is not among those that specifications have given applications to expect.',
  },
  {
    names: ['"0x10000"', '" 86400"', '"1e3"'].map((age) => `with max_age=${age}`),
    ours: invalidRequest,
    theirs: aCode,
    because: 'max_age is a number of seconds in digits; theirs takes what JavaScript takes for a number.',
  },
  {
    names: ['"0x10000"', '" 86400"', '"1e3"'].map((age) => `with max_age=${age}, with nobody signed in`),
    ours: invalidRequest,
    theirs: 'asks for login',
    because: 'As above.',
  },
  {
    names: ['by another application with an id_token_hint'],
    ours: aCode,
    theirs: invalidRequest,
    because:
      'A hint only names whom to expect, and the subject is the same for all; a renamed client id must not break it.',
  },
  {
    names: ['with prompt="select_account", with nobody signed in'],
    ours: 'asks for login',
    theirs: 'asks for select_account',
    because: 'With nobody signed in there is nobody to choose: the sign-in page is the choice.',
  },
]

export const ofTokens: readonly Difference[] = [
  {
    names: ['a code without redirect_uri', 'a code with an empty redirect_uri'],
    ours: '400 invalid_grant',
    theirs: '400 invalid_request',
    because: 'A code is bound to its redirect URI: presented without, it is not what was granted, and it is spent.',
  },
  {
    names: [
      'a code with an odd code_verifier',
      'a code with a verifier that is too short',
      'a code with a verifier that is too long',
      'a code with a verifier of other letters',
    ],
    ours: '400 invalid_grant',
    theirs: '400 invalid_request',
    because: 'A verifier that cannot be right is a wrong one (RFC 7636 section 4.6), and the code is spent.',
  },
  {
    names: ['a code after a wrong verifier', 'a code after a wrong redirect_uri'],
    ours: '400 invalid_grant',
    theirs: 'gives access_token, id_token; scope openid profile email groups',
    because:
      'A wrong verifier or redirect URI spends the code: nobody guesses at one twice. The same error is told for 10 s.',
  },
  {
    names: [
      'Basic, no secret',
      'Basic, no colon',
      'Basic, no id',
      'Basic, nothing',
      'Basic, no base64',
      'a Bearer token',
      'nothing',
      'nothing at all, by nobody',
      'refreshing by nobody',
      'an assertion of a kind nobody knows',
    ],
    ours: '401 invalid_client',
    theirs: '400 invalid_request',
    because: 'RFC 6749 section 5.2: no client authentication, or none that is known, is invalid_client.',
  },
  {
    names: ['a body that is no form'],
    ours: '415 invalid_request',
    theirs: '400 invalid_request',
    because: 'The status says what is wrong with it (RFC 9110 section 15.5.16).',
  },
  {
    names: ['both, alike'],
    ours: 'gives access_token, id_token; scope openid profile email groups',
    theirs: '400 invalid_request',
    because: 'WriteFreely sends both. Two that say the same are one.',
  },
  {
    names: ['refreshing for scopes it never had'],
    ours: 'gives access_token, id_token, refresh_token; scope openid',
    theirs: '400 invalid_scope',
    because: 'A scope that does not exist is ignored here as it was at authorization, where theirs ignores it too.',
  },
  {
    names: ['refreshing once more, at once'],
    ours: 'gives access_token, id_token, refresh_token; scope openid profile email groups offline_access',
    theirs: '400 invalid_grant',
    because: 'Whoever lost the answer may ask again for 30 s and is given the same successor.',
  },
]
