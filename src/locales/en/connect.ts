import { formatNumber, plural } from '../format.ts'

/** How applications are connected, whichever they are. What stands between backticks is typed as it is. */
export const connect = {
  title: 'Connect an application',
  lead: 'Say what it is. You get what to paste into it, with nothing left to fill in.',
  none: ({ query }: { query: string }) =>
    `There is no recipe for ${query}. If it speaks OpenID Connect, take the recipe for anything else.`,
  byHand: 'Fill in everything by hand',
  to: ({ name }: { name: string }) => `Connect ${name}`,
  steps: 'Nothing in what you paste needs editing.',
  another: 'Choose something else',
  where: 'Where is it?',
  host: 'Its address',
  hostHint: ({ example }: { example: string }) => `For example ${example}.`,
  optional: 'May be left empty.',
  name: 'What people call it',
  nameHint: 'They read it when they sign in.',
  submit: 'Connect it',
  paste: 'Paste this',
  check: 'Check',
  into: {
    file: ({ name }: { name: string }) => `Paste this into ${name}`,
    environment: ({ name }: { name: string }) => `Give ${name} this environment`,
    command: ({ name }: { name: string }) => `Run this where you have ${name}`,
    form: ({ name }: { name: string }) => `Enter this at ${name}`,
  },
  instead: 'Or, instead:',
  extra: 'If you like',
  existing: 'If people have accounts there already',
  restart: 'Then one of these, so that it reads what you pasted:',
  restartOne: 'Then this, so that it reads what you pasted:',
  noRestart:
    'It holds as soon as it is saved or run. An application that reads its settings only when it starts has to be restarted.',
  httpOnly:
    'People reach this place by http. Most applications insist on https, and an address with localhost leads them to themselves. For anything but a first look, put a proxy with a certificate in front and set `PORTICO_URL`; `docs/guide/proxies.md` has the blocks.',
  why: 'Why these?',
  traps: 'Good to know',
  sources: 'Where this comes from',
  secretGone:
    'The secret was shown once and stands here as dots. To see everything complete once more, make a new secret.',
  showAgain: 'What to paste',
  families: {
    fediverse: 'Fediverse',
    chat: 'Chat',
    files: 'Files and pictures',
    media: 'Films, music, games',
    code: 'Code',
    writing: 'Writing and reading',
    work: 'Work',
    identity: 'Sign-in services',
    any: 'Anything else',
  },
  problems: {
    required: 'Please fill this in.',
    malformed: 'That cannot be used here. Please check it.',
    not_an_address: 'That is not an address.',
    no_path: 'Only its host is needed, without what comes after it.',
    needs_https: 'It has to be reached by https.',
    not_a_choice: 'Choose one of the list.',
    not_asked: 'Nobody asks for this.',
  },
  right: 'Right',
  wrong: 'Wrong',
  missing: 'Missing',
  allRight: ({ count }: { count: number }) =>
    plural('en', count, {
      one: 'One thing that is right',
      other: `${formatNumber('en', count)} things that are right`,
    }),
  checkNow: 'Check now',
  checkLead: 'We make what you would be given if you signed in to it now, and look at it as it would.',
  checkTitle: ({ name }: { name: string }) => `What ${name} makes of people`,
  checkAs: ({ name }: { name: string }) => `As it would be given about ${name}.`,
  unanswered: ({ name }: { name: string }) =>
    `Nobody said what the recipe of ${name} asks, and the addresses do not tell either. So this is what any application that speaks OpenID Connect would make of it.`,
  checkWhom: 'Whom it is asked about',
  checkThem: 'Check',
  nobody: ({ name }: { name: string }) => `There is nobody called ${name} here. This is about you.`,
  mended: 'Mended, and checked again.',
  notMended: 'That could not be mended here. It may be managed by the configuration file.',
  checkAgain: 'Check again',
  seen: 'What it has done so far',
  seenNothing: 'It has not come here yet. If it stays like that, it has not read what you pasted.',
  mend: 'Go there',
  notConnected: 'cannot be connected',
  openIt: 'Open it and sign in',
  verdicts: {
    accepted: ({ name }: { name: string }) => `${name} would accept this.`,
    accepted_with_less: ({ name }: { name: string }) => `${name} would accept this, with something missing.`,
    refused: ({ name }: { name: string }) => `${name} would refuse this.`,
  },
  /** What an application looked at: how it should be, and what is said when it is not. */
  checks: {
    https: {
      right: 'This place is reached by https.',
      wrong: ({ found }: Values) => `It insists on https, and this place is \`${found}\`.`,
    },
    discovery: {
      right: ({ claim }: Values) => `The discovery document says \`${claim}\`.`,
      wrong: ({ claim }: Values) => `The discovery document does not say \`${claim}\`.`,
    },
    issuer: {
      right: 'The issuer is the one it was told.',
      wrong: ({ found, expected }: Values) => `The issuer is \`${found}\`, and it was told \`${expected}\`.`,
    },
    issued_by: {
      right: 'The ID token is from that issuer.',
      wrong: ({ found, expected }: Values) => `The ID token is from \`${found}\`, and not from \`${expected}\`.`,
    },
    audience: {
      right: 'The ID token is meant for it.',
      wrong: ({ found, expected }: Values) => `The ID token is meant for \`${found}\`, not for \`${expected}\`.`,
    },
    algorithm: {
      right: ({ found }: Values) => `It can verify \`${found}\` signatures.`,
      wrong: ({ found, expected }: Values) =>
        `The ID token is signed with \`${found}\`. It can verify no more than \`${expected}\`.`,
    },
    plain: {
      right: 'The ID token is not encrypted.',
      wrong: 'The ID token is encrypted, and it cannot read that.',
    },
    lifetime: { right: 'The ID token is still good.', wrong: 'The ID token has expired.' },
    nonce: {
      right: 'The nonce comes back as it was sent.',
      wrong: 'The nonce in the ID token is not the one that was sent.',
    },
    claim: {
      right: ({ claim, found }: Values) => `\`${claim}\` is \`${found}\`.`,
      wrong: ({ claim }: Values) => `\`${claim}\` is missing.`,
    },
    list: {
      right: ({ claim, found }: Values) => `\`${claim}\` is the list \`${found}\`.`,
      wrong: ({ claim }: Values) => `\`${claim}\` is missing, or no list of texts.`,
    },
    flag: {
      right: ({ claim }: Values) => `\`${claim}\` is true or false.`,
      wrong: ({ claim, found }: Values) => `\`${claim}\` is \`${found}\`, where it can take only true and false.`,
    },
    email_verified: {
      right: 'The e-mail address is proven.',
      wrong: 'The e-mail address is not proven: `email_verified` is not true.',
    },
    username: {
      right: ({ found }: Values) => `It can make an account name of \`${found}\`.`,
      wrong: ({ claim, found }: Values) => `It cannot make an account name of \`${claim}\`, which is \`${found}\`.`,
    },
    role: {
      right: ({ claim }: Values) => `\`${claim}\` names what lets people in.`,
      wrong: ({ claim, expected }: Values) => `\`${claim}\` names none of: \`${expected}\`. It would let nobody in.`,
    },
    userinfo: { right: 'Userinfo answers.', wrong: 'Userinfo does not answer.' },
    subject: {
      right: 'Userinfo and the ID token are about the same person.',
      wrong: 'Userinfo and the ID token are about different people.',
    },
    token_type: {
      right: 'The access token is a bearer token.',
      wrong: ({ found }: Values) => `The access token is of the kind \`${found}\`; it knows bearer tokens only.`,
    },
    code_length: {
      right: 'The code is short enough for it.',
      wrong: ({ found, expected }: Values) => `The code has \`${found}\` characters; it takes \`${expected}\` at most.`,
    },
    offered: {
      right: ({ claim }: Values) => `\`${claim}\` offers what it can do.`,
      wrong: ({ claim, expected }: Values) => `\`${claim}\` offers none of: \`${expected}\`.`,
    },
  },
  /** What mends it, here. */
  remedies: {
    allow_scope: 'Let the application have the scope that this belongs to.',
    set_picture: 'Let the person choose a picture on their page here.',
    set_email: 'Give the account an e-mail address.',
    verify_email: 'Let the person confirm the address, or vouch for it.',
    set_algorithm: 'Sign with RS256 for this application.',
    rename: 'Give the account another username.',
    set_name: 'Give the person a shorter name.',
    from_fediverse: 'Only people from the fediverse have one.',
    join_group: 'Put the person into one of these groups.',
    use_https: 'Put a proxy with a certificate in front, and set `PORTICO_URL` to its https address.',
    copy_issuer: 'Copy the issuer exactly as it is said here, into the application.',
  },
  notHere: {
    heading: 'Not to be connected',
    title: ({ name }: { name: string }) => `${name} cannot be connected`,
    lead: 'It is no relying party: it has nothing that could send people here to sign in.',
  },
}

/** What stands in sentences about a check; a dash where there is nothing. */
interface Values {
  readonly claim: string
  readonly found: string
  readonly expected: string
}
