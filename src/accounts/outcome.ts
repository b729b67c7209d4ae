/** What became of something a person or an administrator asked for. What can be expected to go wrong is a value. */
export type Outcome<T extends object = object> = ({ readonly ok: true } & T) | Refused

export interface Refused {
  readonly ok: false
  readonly problems: readonly Problem[]
}

export interface Problem {
  readonly field: Field
  readonly code: ProblemCode
}

/** In the order in which forms ask. */
const fields = [
  'link',
  'account',
  'group',
  'username',
  'name',
  'email',
  'code',
  'current',
  'password',
  'locale',
  'avatar',
  'administrator',
  'groups',
  'uses',
  'expires',
  'mode',
] as const

/** What a problem is about: the form field's name where there is one. */
export type Field = (typeof fields)[number]

/** Each has its sentence in `locales/`. */
export type ProblemCode =
  | 'required'
  | 'too_short'
  | 'too_long'
  | 'malformed'
  /** Characters that nobody sees, that turn text around, or that look like others. */
  | 'characters'
  /** Letters of several scripts in one name. */
  | 'mixed_scripts'
  /** All its letters look like Latin ones and are not. */
  | 'confusable'
  | 'taken'
  /** No such record, or none any more. */
  | 'unknown'
  | 'disabled'
  | 'last_administrator'
  | 'wrong'
  | 'too_many_tries'
  /** So many mails were asked for that somebody's mailbox would suffer. */
  | 'too_many_mails'
  /** An address that nobody has proven to be theirs. */
  | 'unverified'
  /** It is so already. */
  | 'already'
  /** A password that is tried first by everybody who guesses. */
  | 'common'
  /** A password made of the person's, the product's or the host's own names. */
  | 'context'
  /** A password that is a run on the keyboard, a count or a repetition. */
  | 'pattern'
  /** A link that was used, has run out or never was. */
  | 'expired'
  /** It needs a mail server, and there is none. */
  | 'no_mail'

export const refused = (field: Field, code: ProblemCode): Refused => ({ ok: false, problems: [{ field, code }] })

type Verdict = { readonly ok: true } | { readonly ok: false; readonly code: ProblemCode }

/** Everything that is wrong at once, by field. */
export const refusedAll = (verdicts: { readonly [F in Field]?: Verdict | undefined }): Refused => ({
  ok: false,
  problems: fields.flatMap((field) => {
    const verdict = verdicts[field]
    return verdict === undefined || verdict.ok ? [] : [{ field, code: verdict.code }]
  }),
})

/** On whose behalf something is changed: who and from where, for the audit log. */
export interface By {
  /** The administrator, or the person, who does it. */
  readonly actorId?: string | undefined
  readonly address?: string | undefined
  readonly userAgent?: string | undefined
  /** What does it when it is nobody signed in. */
  readonly via?:
    | 'configuration'
    | 'command'
    | 'set-up'
    | 'link'
    | 'import'
    | 'invitation'
    | 'sign-up'
    | 'source'
    | undefined
}
