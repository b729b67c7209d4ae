import { plural } from '../format.ts'

const minutes = (n: number): string => `${n} ${plural('en', n, { one: 'minute', other: 'minutes' })}`

/** Signing in with an account elsewhere: the way there and the way back. */
export const fediverse = {
  withAccount: 'with your account from anywhere in the fediverse',
  address: 'Your fediverse address or server',
  anotherAddress: 'Another address or server',
  example: '@you@example.social',
  hint: ({ name }: { name: string }) => `Your server will ask whether ${name} may read your profile. It cannot post.`,
  hintOf: ({ place, name }: { place: string; name: string }) =>
    `${place} will ask whether ${name} may read your profile. It cannot post.`,
  submit: 'Continue',
  continueWith: ({ place }: { place: string }) => `Continue with ${place}`,
  forget: 'Do not remember this server',
  join: {
    title: 'No account in the fediverse yet?',
    anywhere: ({ place }: { place: string }) =>
      `Get one at any server that takes people in (${place} lists many), then come back with its address.`,
    servers: ({ places }: { places: string }) =>
      `Here, people of these servers are taken in: ${places}. Get an account at one of them, then come back.`,
  },
  usePassword: 'Use a password',
  choosePassword: 'Choose a password instead',
  useFediverse: 'Use a fediverse account',
  otherWays: 'Other ways to sign in',
  confirm: {
    forApplication: ({ application }: { application: string }) => `${application} asks you to prove it once more.`,
    forChange: 'You are about to change something important, so please prove it once more.',
    submit: ({ place }: { place: string }) => `Confirm at ${place}`,
    unasked:
      'While you are signed in at your server, it may let you through without a question. With a password here as well, you would be asked for that instead.',
  },
  arrival: {
    title: 'Is this you?',
    known: ({ application }: { application: string }) => `You continue to ${application} as:`,
    newcomer: ({ application }: { application: string }) =>
      `This is your first time here. An account is made for you, and you continue to ${application}.`,
    link: 'From now on you can sign in here with this account as well.',
    typed: 'Typed',
    came: 'Signed in',
    instead:
      'Somebody else is signed in at your server than the address you typed. Go on with the account that came back, or use the other one.',
    moved: 'This account says that it has moved. You sign in with the old one; the new one is somebody else here.',
    remember: ({ place }: { place: string }) => `Remember ${place} in this browser`,
    submit: 'Continue',
    submitAs: ({ handle }: { handle: string }) => `Continue as ${handle}`,
    notYou: 'Not you?',
    another: 'Use another account',
  },
  problems: {
    missing: 'Enter your fediverse address, or the name of your server.',
    bad_address:
      'This is neither a fediverse address nor a server. They look like @you@example.social, or example.social.',
    email: 'This is an e-mail address. A fediverse address ends in the name of your server: @you@example.social.',
    too_many: ({ minutes: n }: { minutes: number }) => `There were too many tries. Wait ${minutes(n)}, then try again.`,
    unreachable: ({ place }: { place: string }) =>
      `${place} does not answer. Check how it is spelt; if it is right, the server may be down for the moment.`,
    no_server: ({ place }: { place: string }) =>
      `${place} is not a fediverse server. Enter the server that you have your account at.`,
    unsupported: ({ place, software }: { place: string; software: string }) =>
      `${place} runs ${software}, which has no way to sign in elsewhere. An account at a Mastodon, Misskey or GoToSocial server would do, for example.`,
    no_person: ({ place }: { place: string }) => `At ${place} nobody is called that. Check how your name is spelt.`,
    limited: ({ place, minutes: n }: { place: string; minutes: number }) =>
      `${place} takes no new applications just now. Try again in ${minutes(n)}, or use another account.`,
    refused_registration: ({ place }: { place: string }) =>
      `${place} does not let us ask who you are. Its administrator may have switched that off.`,
    out_of_reach: ({ place }: { place: string }) =>
      `${place} wants to look up who asks it, and cannot reach this place. Use an account at another server; whoever runs this place can make it reachable by https.`,
    denied_server: ({ place, reason }: { place: string; reason: string }) =>
      reason === ''
        ? `This place takes nobody from ${place}. Use an account at another server.`
        : `This place takes nobody from ${place}: ${reason}`,
    denied: ({ place }: { place: string }) =>
      `You, or ${place}, said no. Nothing has been read. You can try again whenever you like.`,
    forgotten: ({ place }: { place: string }) =>
      `${place} had forgotten who we are. We have introduced ourselves again: please try once more.`,
    token_in_callback: ({ place }: { place: string }) =>
      `${place} answered in a way that is not safe. It does better when it asks you who you are: please try once more.`,
    mixed_up: ({ place }: { place: string }) =>
      `What came back is not the answer to what we asked ${place}. Nobody has been signed in. Please start again.`,
    unproven: ({ place }: { place: string }) =>
      `${place} says that you are somebody it cannot speak for. Nobody has been signed in.`,
    suspended: ({ place }: { place: string }) =>
      `${place} has closed this account: it is suspended, or has moved to another server. Use another one.`,
    memorial: ({ place }: { place: string }) => `This account at ${place} is a memorial. Nobody can sign in with it.`,
    no_profile: ({ place }: { place: string }) =>
      `You have no profile of your own at ${place}: everybody without one is said to be the blog itself there, so this does not tell who you are. Whoever runs it can give you one.`,
    no_person_behind: ({ place }: { place: string }) =>
      `This account at ${place} says that it is a bot or a group, and only people are taken in here. Use one of your own; if it is wrong about itself, change that there.`,
    not_ready: ({ place }: { place: string }) =>
      `This account at ${place} is not ready yet: its address has to be confirmed, or somebody has to approve it. Do that there, then come back.`,
    broken: ({ place }: { place: string }) =>
      `${place} answered with an error of its own. Try again in a while; its administrator may know more.`,
    server_not_admitted: ({ place }: { place: string }) =>
      `People from ${place} are not taken in here. Use an account at another server.`,
    not_invited:
      'You have no account here yet, and new ones are by invitation. Open the link of your invitation, then sign in.',
    not_linked:
      'You have no account here that this one is linked to. Sign in another way, then link it under “Ways to sign in”.',
    disabled: 'Your account here is switched off. Whoever runs this place can switch it on again.',
    awaiting: 'Your account here waits until an administrator has approved it. Then you can sign in.',
    changed_hands: ({ place }: { place: string }) =>
      `The account that came back from ${place} is not the one that we know by this address: somebody else may have it now. If it is yours, sign in another way and link it again under “Ways to sign in”.`,
    linked_elsewhere: ({ place }: { place: string }) =>
      `This account at ${place} is linked to somebody else here. Sign in with it and unlink it there first, or use another one.`,
    not_afresh: ({ place }: { place: string }) =>
      `${place} lets through whoever is signed in there, so it does not prove once more who you are. Use your password here instead.`,
    proof_needed: ({ place }: { place: string }) =>
      `It is a while ago that you proved who you are. Prove it once more, then link your account at ${place}.`,
    other_person: ({ place }: { place: string }) =>
      `You came back from ${place} as somebody else than who is signed in here. Use the account that you signed in with.`,
  },
  identities: {
    title: 'Ways to sign in',
    lead: 'Any of these lets you in.',
    password: 'Password',
    passwordLead: 'With your username or e-mail address.',
    noPassword: 'There is none yet. One would let you in also while your server does not answer.',
    changePassword: 'Change',
    choosePassword: 'Choose one',
    moved: ({ to }: { to: string }) =>
      `This account says that it has moved to ${to}. It stays a way in until you unlink it; the new one is a way in once you link it below.`,
    linked: ({ date }: { date: string }) => `linked ${date}`,
    lastUsed: ({ ago }: { ago: string }) => `last used ${ago}`,
    unlink: 'Unlink',
    unlinkNamed: ({ handle }: { handle: string }) => `Unlink ${handle}`,
    unlinked: 'Unlinked. Nobody signs in here with that account any more.',
    justLinked: ({ handle }: { handle: string }) => `${handle} is linked: you can sign in with it from now on.`,
    none: 'No account elsewhere is linked yet.',
    last: 'This is the only way left to sign in, so it stays. Link another one first.',
    elsewhere: 'This account is linked to somebody else here. Sign in with it, and unlink it there first.',
    link: 'Link another account',
    linkLead: 'You sign in there once, and can sign in here with it from then on.',
    again: 'To link or unlink, prove once more who you are.',
    prove: 'Prove it',
  },
}
