import { emailCodeLasts, emailLinkLasts } from '../../accounts/emails/ask.ts'
import { objectionLasts } from '../../accounts/emails/way-back.ts'
import type { Addressee, Letter as Occasion } from '../../accounts/letters.ts'
import { signUpLasts } from '../../accounts/sign-up/sign-up.ts'
import { formatDuration } from '../../locales/format.ts'
import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import type { Letter, LetterPart } from './letter.ts'

interface Where {
  readonly brand: Brand
  /** The public base, which every link begins with. */
  readonly base: string
}

/** Puts an occasion for writing into words. */
export const wordsFor = (occasion: Occasion, to: Addressee, sentences: Sentences, { brand, base }: Where): Letter => {
  const { mail } = sentences
  const place = brand.name
  const { subject, parts } = say(occasion, to, { sentences, place, base })
  const greeting = to.name === '' ? mail.hello : mail.greeting({ name: to.name })
  return {
    subject,
    parts: [{ text: greeting }, ...parts],
    foot: mail.foot({ place, host: brand.host }),
    addressLead: mail.address,
  }
}

interface Said {
  readonly subject: string
  readonly parts: readonly LetterPart[]
}

const say = (
  occasion: Occasion,
  { address }: Addressee,
  { sentences, place, base }: { readonly sentences: Sentences; readonly place: string; readonly base: string },
): Said => {
  const { mail, tag } = sentences
  const lasting = (time: number) => ({ duration: formatDuration(tag, time) })
  const objecting = (secret: string) => `${base}/objection/${secret}`
  switch (occasion.kind) {
    case 'email-confirm': {
      const words = mail.emailConfirm
      return {
        subject: words.subject({ place }),
        parts: [
          { text: words.lead({ place, address }) },
          { button: words.submit, href: `${base}/account/email/confirm/${occasion.secret}` },
          { text: words.ends(lasting(emailLinkLasts)) },
          { text: words.code(lasting(emailCodeLasts)) },
          { code: occasion.code },
          { text: words.otherwise },
        ],
      }
    }
    case 'email-asked': {
      const words = mail.emailAsked
      return {
        subject: words.subject({ place }),
        parts: [
          { text: words.lead({ next: occasion.next, place }) },
          { text: words.fine },
          { text: words.otherwise },
          { button: words.submit, href: objecting(occasion.secret) },
          { text: words.ends(lasting(objectionLasts)) },
        ],
      }
    }
    case 'email-changed': {
      const words = mail.emailChanged
      const { next, secret } = occasion
      const back: readonly LetterPart[] =
        secret === undefined
          ? [{ text: mail.ask }]
          : [
              { text: words.otherwise },
              { button: words.submit, href: objecting(secret) },
              { text: words.ends(lasting(objectionLasts)) },
            ]
      const lead = next === undefined ? words.leadUnnamed({ place }) : words.lead({ next, place })
      return { subject: words.subject({ place }), parts: [{ text: lead }, ...back] }
    }
    case 'username-changed': {
      const { subject, lead } = mail.usernameChanged
      const { from, to } = occasion
      return { subject: subject({ place }), parts: [{ text: lead({ from, to, place }) }, { text: mail.ask }] }
    }
    case 'identity-linked': {
      const { subject, lead, otherwise, submit } = mail.identityLinked
      const { handle } = occasion
      return {
        subject: subject({ place }),
        parts: [
          { text: lead({ handle, place }) },
          { text: otherwise },
          { button: submit, href: `${base}/account/identities` },
        ],
      }
    }
    case 'identity-unlinked': {
      const { subject, lead } = mail.identityUnlinked
      const { handle } = occasion
      return { subject: subject({ place }), parts: [{ text: lead({ handle, place }) }, { text: mail.ask }] }
    }
    case 'password-link': {
      const words = mail.passwordLink
      return {
        subject: words.subject({ place }),
        parts: [
          { text: words.lead({ username: occasion.username, place }) },
          { button: words.submit, href: `${base}/reset/${occasion.secret}` },
          { text: words.ends(lasting(occasion.ttl)) },
          { text: words.otherwise },
        ],
      }
    }
    case 'password-changed': {
      const words = mail.passwordChanged
      return {
        subject: words.subject({ place }),
        parts: [
          { text: words.lead({ username: occasion.username, place }) },
          { text: words.otherwise },
          { button: words.submit, href: `${base}/forgot` },
        ],
      }
    }
    case 'invitation': {
      const words = mail.invitation
      return {
        subject: words.subject({ place }),
        parts: [
          { text: words.lead({ place }) },
          { button: words.submit, href: `${base}/invite/${occasion.secret}` },
          { text: words.ends(lasting(occasion.ttl)) },
          { text: words.otherwise },
        ],
      }
    }
    case 'sign-up': {
      const words = mail.signUp
      return {
        subject: words.subject({ place }),
        parts: [
          { text: calling(words, occasion.username, place) },
          { button: words.submit, href: `${base}/sign-up/confirm/${occasion.secret}` },
          { text: words.ends(lasting(signUpLasts)) },
          { text: words.otherwise },
        ],
      }
    }
    case 'sign-up-known': {
      const { subject, lead, submit, otherwise } = mail.signUpKnown
      const { username } = occasion
      return {
        subject: subject({ place }),
        parts: [{ text: lead({ username, place }) }, { button: submit, href: `${base}/sign-in` }, { text: otherwise }],
      }
    }
    case 'account-waiting': {
      const words = mail.accountWaiting
      const { subject, submit } = words
      return {
        subject: subject({ place }),
        parts: [
          { text: calling(words, occasion.username, place) },
          { button: submit, href: `${base}/console/people/waiting` },
        ],
      }
    }
    case 'approved': {
      const { subject, lead, submit } = mail.approved
      const { username } = occasion
      return {
        subject: subject({ place }),
        parts: [{ text: lead({ username, place }) }, { button: submit, href: `${base}/sign-in` }],
      }
    }
    case 'declined':
      return { subject: mail.declined.subject({ place }), parts: [{ text: mail.declined.lead({ place }) }] }
    case 'account-deleted': {
      const { subject, lead } = mail.accountDeleted
      const { username } = occasion
      return { subject: subject({ place }), parts: [{ text: lead({ username, place }) }, { text: mail.ask }] }
    }
    case 'test':
      return { subject: mail.test.subject({ place }), parts: [{ text: mail.test.lead({ place }) }] }
  }
}

/**
 * Of `www.example.com`, which is a username too, mail programs make a link: nobody has us send one of theirs to whomever they like. So a name with
 * a dot is not told to whoever did not choose it.
 */
const calling = (
  {
    lead,
    leadUnnamed,
  }: Readonly<{
    lead: (slots: { username: string; place: string }) => string
    leadUnnamed: (slots: { place: string }) => string
  }>,
  username: string,
  place: string,
): string => (username.includes('.') ? leadUnnamed({ place }) : lead({ username, place }))
