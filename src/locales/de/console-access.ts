import { plural } from '../format.ts'
import type { Sentences } from '../sentences.ts'

export const consoleAccess: Sentences['console']['access'] = {
  title: 'Angaben und Zugang',
  open: 'Angaben und Zugang',
  lead: ({ name }) => `Wer bei ${name} hineindarf, und was ihr über das Übliche hinaus gesagt wird.`,
  rules: 'Wer hineindarf',
  rulesLead: 'Alle, solange es keine Regel gibt. Eine ausgeschaltete Regel zählt, als wäre sie nicht da.',
  match: 'Wie viele Regeln erfüllt sein müssen',
  matches: { any: 'Eine genügt', all: 'Alle' },
  rule: ({ number }) => `Regel ${number}`,
  newRule: 'Noch eine Regel',
  kind: 'Sie achtet auf',
  kinds: {
    group: 'Gruppe',
    account: 'Konto',
    source: 'Weg herein',
    instance: 'Server',
    expression: 'Ausdruck',
  },
  value: 'Welche',
  valueHint:
    'Name einer Gruppe, Benutzername, Name eines Weges herein, Domain eines Servers oder ein Ausdruck. Leer nimmt die Regel weg.',
  negate: 'Alle außer diesen',
  enabled: 'Eingeschaltet',
  place: 'Platz',
  mappings: 'Angaben',
  mappingsLead:
    'Ausdrücke (CEL), die Claims bilden aus user, groups, roles, identities, application, request und session. Sie stehen im ID-Token, bei userinfo und auf der Zustimmungsseite gleich.',
  mapping: ({ number }) => `Abbildung ${number}`,
  newMapping: 'Noch eine Abbildung',
  scope: 'Für welchen Scope',
  scopeHint: 'profile, email, groups oder ein eigener Name, nach dem die Anwendung fragt.',
  expression: 'Ausdruck',
  roles: 'Rollen',
  rolesLead: 'Was Leute in dieser Anwendung sind, nach ihren Gruppen. Die Anwendung bekommt sie als Liste.',
  role: ({ number }) => `Rolle ${number}`,
  newRole: 'Noch eine Rolle',
  roleValue: 'Wie die Anwendung sie nennt',
  roleGroups: 'Gruppen',
  roleGroupsHint: 'Eine je Zeile.',
  rolesClaim: 'Claim mit den Rollen',
  as: 'Ausprobieren als',
  asHint: 'Ein Benutzername oder eine bestätigte E-Mail-Adresse; du selbst, wenn es leer ist.',
  preview: 'Ansehen, was sich ändern würde',
  saved: ({ name }) => `${name} ist gespeichert.`,
  at: ({ number, said }) => `Beim Zeichen ${number}: ${said}`,
  faults: {
    too_long: 'der Ausdruck ist zu lang',
    pattern: 'reguläre Ausdrücke gibt es hier nicht; nimm ==, startsWith, endsWith oder contains',
    nested_loop: 'eine Schleife in einer Schleife geht hier nicht',
    too_much: 'das macht zu viel aus wenigem: Listen und Texte, die mit jedem Schritt wachsen, gehen hier nicht',
    binding: 'Namen lassen sich hier nicht vergeben',
    wrong_result:
      'es kommt etwas anderes heraus: eine Regel gibt true oder false, eine Abbildung eine Map von Claims zu Werten',
    protocol_claim: 'diesen Claim macht nur das Protokoll selbst',
  },
  previewTitle: 'Was sich ändern würde',
  previewNothing: 'Für niemanden würde sich etwas ändern.',
  previewPeople: ({ count }) =>
    `${count} ${plural('de', count, { one: 'Konto', other: 'Konten' })} angesehen. Gespeichert ist noch nichts.`,
  previewMore: ({ count, total }) =>
    `${count} von ${total} Konten angesehen, über die ganze Liste verteilt: Von den anderen ist es nicht bekannt. Gespeichert ist noch nichts.`,
  previewCompared: ({ count, of }) => `Claims wurden bei ${count} von ${of} verglichen, die hinein dürfen.`,
  loses: ({ count }) => (count === 1 ? 'Eine Person käme nicht mehr hinein' : `${count} Leute kämen nicht mehr hinein`),
  gains: ({ count }) =>
    count === 1
      ? 'Eine Person käme hinein, die es jetzt nicht kann'
      : `${count} Leute kämen hinein, die es jetzt nicht können`,
  changes: ({ claim, count }) =>
    count === 1 ? `${claim} wäre für eine Person anders` : `${claim} wäre für ${count} Leute anders`,
  forInstance: 'zum Beispiel',
  nothing: 'nicht da',
  personAllowed: ({ name }) => `${name} darf hinein, und der Anwendung würde gesagt:`,
  personRefused: ({ name }) => `${name} darf nicht hinein. Sonst würde der Anwendung gesagt:`,
  missed: {
    failed: ({ number }) => `Abbildung ${number} ergibt dabei nichts`,
    protocol_claim: ({ number }) => `Abbildung ${number} bildet einen Claim, den nur das Protokoll macht`,
    bad_claim: ({ number }) => `Abbildung ${number} bildet einen Claim, der so nicht heißen kann`,
    wrong_type: ({ number }) => `Abbildung ${number} bildet einen Claim, dessen Art Anwendungen nicht lesen können`,
    too_much: ({ number }) => `Abbildung ${number} bildet mehr, als in ein Token passt`,
  },
  mayNot: ({ name }) => `${name} darf nach den Zugangsregeln nicht in diese Anwendung.`,
  why: {
    title: 'Warum, und was zu tun ist',
    somebody: 'diese Person',
    match: {
      any: 'Eine dieser Regeln hätte genügt, und keine war erfüllt:',
      all: 'Alle Regeln zählen, und diese waren nicht erfüllt:',
    },
    not: ({ rule }) => `nicht: ${rule}`,
    rules: {
      group: ({ name }) => `gehört zur Gruppe ${name}`,
      account: ({ name }) => `ist ${name}`,
      source: ({ name }) => `hat ein Konto von ${name} verknüpft`,
      instance: ({ name }) => `hat ein Konto bei ${name} verknüpft`,
      expression: ({ name }) => `der Ausdruck ergibt true: ${name}`,
    },
    remedies: {
      group: ({ name, person }) => `Nimm ${person} in die Gruppe ${name} auf.`,
      account: ({ person }) => `Füge eine Regel hinzu, die ${person} nennt.`,
      source: ({ name, person }) =>
        `${person} verknüpft unter „Mein Konto“ ein Konto von ${name}, oder die Regel wird geändert.`,
      instance: ({ name, person }) =>
        `${person} verknüpft unter „Mein Konto“ ein Konto bei ${name}, oder die Regel wird geändert.`,
      expression: ({ person }) =>
        `Sieh auf der Seite „Angaben und Zugang“ der Anwendung nach, was der Ausdruck für ${person} ergibt, und ändere ihn.`,
    },
    remediesNot: {
      group: ({ name, person }) => `Nimm ${person} aus der Gruppe ${name}.`,
      account: ({ person }) => `Nimm die Regel weg, die ${person} ausschließt.`,
      source: ({ name }) => `Ändere die Regel, die Leute von ${name} ausschließt.`,
      instance: ({ name }) => `Ändere die Regel, die Leute von ${name} ausschließt.`,
      expression: ({ person }) =>
        `Sieh auf der Seite „Angaben und Zugang“ der Anwendung nach, was der Ausdruck für ${person} ergibt, und ändere ihn.`,
    },
    gone: 'Was sie nennt, ist gelöscht. Ändere die Regel.',
    nowAllowed: ({ name }) => `Nach den Regeln von heute darf ${name} hinein.`,
    nowRefused: ({ name }) => `Nach den Regeln von heute darf ${name} weiterhin nicht hinein.`,
    advice: {
      not_invited: 'Schick eine Einladung, oder ändere, wen die Anwendung aufnimmt.',
      not_linked: 'Dieses Konto wird mit einem hiesigen verknüpft, oder du änderst, wen die Anwendung aufnimmt.',
      server_not_admitted: 'Nimm den Server unter die auf, deren Leute die Anwendung aufnimmt.',
      client_disabled: 'Schalte die Anwendung ein.',
      no_email: 'Gib dem Konto eine E-Mail-Adresse, oder ändere, was aus Leuten ohne eine wird.',
    },
  },
}
