import { plural } from '../format.ts'

/** What is wrong with something that was typed, in the place of the field's hint. */
export const problems = {
  required: 'Please fill this in.',
  too_long: 'That is too long.',
  bad_characters: 'This contains characters that cannot be used here.',
  bad_email: 'That does not look like an e-mail address: name, @, host.',
  bad_username: 'Use 1 to 64 small letters, digits, dots, dashes or underscores, and begin with a letter or a digit.',
  bad_slug: 'Use small letters, digits and dashes.',
  bad_url: 'That is not an address that begins with https://.',
  bad_choice: 'Choose one of the list.',
  bad_number: 'Enter a whole number.',
  taken: 'Somebody else has this already.',
  wrong_password: 'That is not your password now.',
}

/** What is wrong with a password that somebody chose. */
export const passwords = {
  too_short: ({ minimum }: { minimum: number }) =>
    `That is too short. Use at least ${minimum} ${plural('en', minimum, { one: 'character', other: 'characters' })}; a few words in a row will do.`,
  too_long: 'That is more than we can take. Use at most 1000 characters.',
  common: 'Many people have chosen this one, so it is guessed first. Choose something of your own.',
  context:
    'This is built from your name, your e-mail or the name of this place. Choose something that has nothing to do with you.',
  unchanged: 'This is the password you have already.',
}
