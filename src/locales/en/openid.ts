/** Signing in with an account at another provider. `place` is what an administrator calls it. */
export const openid = {
  with: ({ place }: { place: string }) => `Continue with ${place}`,
  silent: ({ place }: { place: string }) =>
    `${place} does not answer just now. Use another way, or try again in a while.`,
  again: 'Try again',
  link: ({ place }: { place: string }) => `Link ${place}`,
  unverified: ({ place }: { place: string }) =>
    `What ${place} says is not verified here: an administrator is testing. Do not sign in this way unless that is you.`,
  problems: {
    unreachable: ({ place }: { place: string }) =>
      `${place} does not answer. That is not your fault: try again in a while, or sign in another way.`,
    not_set_up: ({ place }: { place: string }) =>
      `${place} does not know this place as it should. Whoever runs this place has to look at its settings for ${place}.`,
    incomplete: ({ place, claim }: { place: string; claim: string }) =>
      `${place} does not say everything that is needed to know you again: “${claim}” is missing. Whoever runs this place, or ${place}, can change that.`,
    not_afresh: ({ place }: { place: string }) =>
      `${place} did not ask you once more who you are, which is needed for this. Sign out there, then try again.`,
    unproven: ({ place }: { place: string }) =>
      `What ${place} answered does not hold: it may be meant for somebody else, or be too old. Nobody has been signed in. Please start again.`,
    forgotten: ({ place }: { place: string }) =>
      `The settings for ${place} were changed while you were away. Please start again.`,
    source_off: ({ place }: { place: string }) => `Nobody signs in with ${place} any more. Use another way.`,
    email_known: ({ place }: { place: string }) =>
      `Somebody has an account here with the address that ${place} says is yours. If that is you: sign in as you did before, then link ${place} under “Ways to sign in”. If you cannot, ask whoever runs this place.`,
    not_in_group: ({ place }: { place: string }) =>
      `Your account at ${place} is in none of the groups that may sign in here. Whoever runs ${place} can change that.`,
    email_unverified: ({ place }: { place: string }) =>
      `${place} does not say that your e-mail address has been confirmed. Confirm it there, then come back.`,
  },
}
