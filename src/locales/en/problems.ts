import { plural } from '../format.ts'

/** What is wrong with something that was typed. Stands in the place of the field's hint. */
export const problems = {
  /** For any field; by the codes of `accounts/outcome.ts`. */
  codes: {
    required: 'Please fill this in.',
    too_short: 'That is too short.',
    too_long: 'That is too long.',
    malformed: 'That cannot be used here. Please check it.',
    characters: 'There are characters in it that nobody can see, or that turn the text around. Type it afresh.',
    mixed_scripts: 'Its letters come from several scripts. Use one, so that nobody can be mistaken for somebody else.',
    confusable: 'Its letters look like Latin ones and are others. Somebody could be mistaken for somebody else.',
    taken: 'Somebody else has this already.',
    unknown: 'There is no such thing here.',
    disabled: 'That is switched off.',
    last_administrator: 'This is the last administrator. Make another one first.',
    wrong: 'That is not right.',
    too_many_mails:
      'We have sent many mails just now. Look for them, also in your spam folder, or try again in an hour.',
    already: 'That is so already.',
    unverified: 'There is no verified address to send a mail to.',
    too_many_tries: 'There were too many tries. Wait a few minutes, then try again.',
    common: 'Many people have chosen this one, so it is guessed first. Choose something of your own.',
    context: 'This is made of your name, your e-mail or the name of this place. Choose something else.',
    pattern: 'This is a row of keys, a count or a repetition, and is guessed early. Choose something else.',
    managed: 'The configuration file names this, so it is changed there.',
    used: 'An application’s rules or roles name it.',
    expired: 'This link was used already, or it is too old.',
    no_mail: 'This needs a mail server, and this place has none yet.',
  },
  /** Where a field has something better to say. */
  fields: {
    username: {
      malformed: 'Use letters and digits, and between them dots, dashes or underscores.',
      taken: 'This username belongs to somebody else, or did once.',
    },
    email: {
      malformed: 'That does not look like an e-mail address: name, @, host.',
      taken: 'This address is proven to be somebody else’s.',
      already: 'This address is yours already, and verified.',
    },
    code: {
      wrong: 'That is not the code. It has six digits, and is in the newest mail.',
      expired: 'This code does not work any more. Ask for a new mail.',
      too_many_tries: 'There were too many tries with this code. Use the link in the mail, or ask for a new one.',
    },
    uses: { malformed: 'Enter a number from 1 to 1000.' },
    expires: { malformed: 'Enter a number of days from 1 to 365.' },
    current: { wrong: 'That is not your password now.' },
    locale: { malformed: 'Choose one of the list.' },
    avatar: {
      required: 'Choose a file first.',
      malformed: 'That is no picture we can read. JPEG, PNG, WebP, GIF and AVIF are.',
      too_long: 'That picture is too large. Make it smaller, then send it again.',
    },
    password: { too_long: 'That is more than we can take. Use at most 1000 characters.' },
  },
  passwordTooShort: ({ minimum }: { minimum: number }) =>
    `Use at least ${minimum} ${plural('en', minimum, { one: 'character', other: 'characters' })}. A few words in a row will do.`,
  /** By the codes of `applications/outcome.ts`. */
  applications: {
    required: 'Please fill this in.',
    too_short: 'That is too short to be safe.',
    too_long: 'That is too long.',
    too_many: 'There are too many of these.',
    out_of_range: 'That is too short or too long a time.',
    bad_slug: 'Use small letters, digits and dashes, and begin with a letter.',
    reserved: 'This name is needed for something else here.',
    bad_expression: 'This expression cannot be used.',
    bad_scope: 'That is no name for a scope that can have claims.',
    bad_claim: 'That is no name for a claim.',
    protocol_claim: 'Only the protocol itself makes this claim.',
    bad_path: 'That is not a path such as /dex.',
    bad_domain: 'That is not a server’s domain, such as social.example.',
    bad_web_address: 'That is not an address that begins with https://.',
    bad_image: 'That is not a picture: use an https address, or a picture of less than 64 kB.',
    bad_hash: 'That is not a hash of a secret.',
    taken: 'Another application has this already.',
    unknown: 'There is no such thing here.',
    in_use: 'People are known by it there already.',
    pattern_host:
      'A pattern begins with https:// and a host that stands for itself, its dots escaped: https://app\\.example\\.org/',
    bad_pattern: 'That is not a regular expression, or it has | outside of parentheses.',
    public_has_no_secret: 'An application that cannot keep a secret has none.',
    managed: 'The configuration file names this application, so it is changed there.',
    consent_needs_https: 'Anybody could pose as this application, so people must be asked.',
    not_absolute: 'That is not a whole address. It begins with https://.',
    says_an_answer:
      'It has code, state, iss or error among its parameters. The answer brings those itself; leave them out.',
    fragment: 'The part after # never reaches the application. Leave it out.',
    harmful_scheme: 'Addresses of this kind run or read something in the browser. They cannot be used.',
    user_info: 'A name or a password before the host cannot be used.',
    bad_characters: 'This contains blanks, backslashes or characters that are not allowed in an address.',
    http_needs_loopback: 'Without https only this very machine can be reached safely. Use https.',
    private_scheme_needs_dot: 'An app’s own scheme is a reversed domain name, such as org.example.app.',
  },
}
