import type { connect as english } from '../en/connect.ts'
import { formatNumber, plural } from '../format.ts'

export const connect: typeof english = {
  title: 'Anwendung anbinden',
  lead: 'Sag, was es ist. Du bekommst, was dort einzufügen ist; auszufüllen bleibt darin nichts.',
  none: ({ query }) =>
    `Für ${query} gibt es kein Rezept. Spricht es OpenID Connect, so nimm das Rezept für alles andere.`,
  byHand: 'Alles von Hand ausfüllen',
  to: ({ name }) => `${name} anbinden`,
  steps: 'Was du einfügst, muss nirgends geändert werden.',
  another: 'Etwas anderes wählen',
  where: 'Wo ist es?',
  host: 'Die Adresse',
  hostHint: ({ example }) => `Zum Beispiel ${example}.`,
  optional: 'Darf leer bleiben.',
  name: 'Wie die Leute es nennen',
  nameHint: 'Das lesen sie, wenn sie sich anmelden.',
  submit: 'Anbinden',
  paste: 'Füg das ein',
  check: 'Prüfen',
  into: {
    file: ({ name }) => `Füg das in ${name} ein`,
    environment: ({ name }) => `Gib ${name} diese Umgebung`,
    command: ({ name }) => `Führ das aus, wo du ${name} hast`,
    form: ({ name }) => `Trag das ein unter ${name}`,
  },
  instead: 'Oder stattdessen:',
  extra: 'Wenn du magst',
  existing: 'Wenn dort schon Leute ein Konto haben',
  restart: 'Danach eines von diesen, damit es liest, was du eingefügt hast:',
  restartOne: 'Danach dies, damit es liest, was du eingefügt hast:',
  noRestart:
    'Sobald es gespeichert oder ausgeführt ist, gilt es. Liest die Anwendung ihre Einstellungen nur beim Start, starte sie neu.',
  httpOnly:
    'Hierher kommt man über http. Die meisten Anwendungen bestehen auf https, und eine Adresse mit localhost führt sie zu sich selbst. Für mehr als einen ersten Blick stellst du einen Proxy mit Zertifikat davor und setzt `PORTICO_URL`; die Blöcke dafür stehen in `docs/guide/proxies.md`.',
  why: 'Warum gerade so?',
  traps: 'Gut zu wissen',
  sources: 'Woher das stammt',
  secretGone:
    'Das Geheimnis wurde einmal gezeigt und steht hier als Punkte. Um noch einmal alles vollständig zu sehen, mach ein neues.',
  showAgain: 'Was einzufügen ist',
  families: {
    fediverse: 'Fediverse',
    chat: 'Unterhaltung',
    files: 'Dateien und Bilder',
    media: 'Filme, Musik, Spiele',
    code: 'Quelltext',
    writing: 'Schreiben und Lesen',
    work: 'Arbeit',
    identity: 'Anmeldedienste',
    any: 'Alles andere',
  },
  problems: {
    required: 'Bitte ausfüllen.',
    malformed: 'Das lässt sich hier nicht verwenden. Bitte prüf es.',
    not_an_address: 'Das ist keine Adresse.',
    no_path: 'Nur der Host ist nötig, ohne das, was danach kommt.',
    needs_https: 'Es muss über https erreichbar sein.',
    not_a_choice: 'Wähl etwas aus der Liste.',
    not_asked: 'Danach fragt niemand.',
  },
  right: 'Richtig',
  wrong: 'Falsch',
  missing: 'Fehlt',
  allRight: ({ count }) =>
    plural('de', count, { one: 'Eines ist richtig', other: `${formatNumber('de', count)} Dinge sind richtig` }),
  checkNow: 'Jetzt prüfen',
  checkLead: 'Wir stellen her, was du bei einer Anmeldung dort jetzt bekämst, und sehen es an wie die Anwendung.',
  checkTitle: ({ name }) => `Was ${name} mit Leuten anfängt`,
  checkAs: ({ name }) => `So, wie es über ${name} gegeben würde.`,
  unanswered: ({ name }) =>
    `Was das Rezept für ${name} fragt, hat niemand gesagt, und die Adressen verraten es auch nicht. Darum steht hier, was jede Anwendung damit anfinge, die OpenID Connect spricht.`,
  checkWhom: 'Über wen gefragt wird',
  checkThem: 'Prüfen',
  nobody: ({ name }) => `${name} gibt es hier nicht. Das hier gilt für dich.`,
  mended: 'Behoben und noch einmal geprüft.',
  notMended: 'Das ließ sich hier nicht beheben. Vielleicht steht es in der Konfigurationsdatei.',
  checkAgain: 'Noch einmal prüfen',
  seen: 'Was es bisher getan hat',
  seenNothing: 'Es war noch nicht hier. Bleibt das so, hat es nicht gelesen, was du eingefügt hast.',
  mend: 'Dorthin',
  notConnected: 'lässt sich nicht anbinden',
  openIt: 'Öffnen und anmelden',
  verdicts: {
    accepted: ({ name }) => `${name} würde das annehmen.`,
    accepted_with_less: ({ name }) => `${name} würde das annehmen; es fehlt aber etwas.`,
    refused: ({ name }) => `${name} würde das ablehnen.`,
  },
  checks: {
    https: {
      right: 'Dieser Ort ist über https erreichbar.',
      wrong: ({ found }) => `Es besteht auf https, und dieser Ort ist \`${found}\`.`,
    },
    discovery: {
      right: ({ claim }) => `Das Discovery-Dokument nennt \`${claim}\`.`,
      wrong: ({ claim }) => `Das Discovery-Dokument nennt \`${claim}\` nicht.`,
    },
    issuer: {
      right: 'Der Issuer ist der, der ihm genannt wurde.',
      wrong: ({ found, expected }) => `Der Issuer ist \`${found}\`, genannt wurde ihm \`${expected}\`.`,
    },
    issued_by: {
      right: 'Das ID-Token ist von diesem Issuer.',
      wrong: ({ found, expected }) => `Das ID-Token ist von \`${found}\` und nicht von \`${expected}\`.`,
    },
    audience: {
      right: 'Das ID-Token ist für diese Anwendung bestimmt.',
      wrong: ({ found, expected }) => `Das ID-Token ist für \`${found}\` bestimmt, nicht für \`${expected}\`.`,
    },
    algorithm: {
      right: ({ found }) => `Es kann Unterschriften mit \`${found}\` prüfen.`,
      wrong: ({ found, expected }) =>
        `Das ID-Token ist mit \`${found}\` unterschrieben. Prüfen kann es nur \`${expected}\`.`,
    },
    plain: {
      right: 'Das ID-Token ist nicht verschlüsselt.',
      wrong: 'Das ID-Token ist verschlüsselt, und das kann es nicht lesen.',
    },
    lifetime: { right: 'Das ID-Token gilt noch.', wrong: 'Das ID-Token ist abgelaufen.' },
    nonce: {
      right: 'Die Nonce kommt zurück, wie sie gesendet wurde.',
      wrong: 'Die Nonce im ID-Token ist nicht die gesendete.',
    },
    claim: {
      right: ({ claim, found }) => `\`${claim}\` ist \`${found}\`.`,
      wrong: ({ claim }) => `\`${claim}\` fehlt.`,
    },
    list: {
      right: ({ claim, found }) => `\`${claim}\` ist die Liste \`${found}\`.`,
      wrong: ({ claim }) => `\`${claim}\` fehlt oder ist keine Liste von Texten.`,
    },
    flag: {
      right: ({ claim }) => `\`${claim}\` ist wahr oder falsch.`,
      wrong: ({ claim, found }) => `\`${claim}\` ist \`${found}\`; es versteht nur wahr und falsch.`,
    },
    email_verified: {
      right: 'Die E-Mail-Adresse ist bestätigt.',
      wrong: 'Die E-Mail-Adresse ist nicht bestätigt: `email_verified` ist nicht wahr.',
    },
    username: {
      right: ({ found }) => `Aus \`${found}\` kann es einen Kontonamen machen.`,
      wrong: ({ claim, found }) => `Aus \`${claim}\`, das \`${found}\` ist, kann es keinen Kontonamen machen.`,
    },
    role: {
      right: ({ claim }) => `\`${claim}\` nennt, was Einlass gibt.`,
      wrong: ({ claim, expected }) => `\`${claim}\` nennt nichts davon: \`${expected}\`. Es ließe niemanden hinein.`,
    },
    userinfo: { right: 'Userinfo antwortet.', wrong: 'Userinfo antwortet nicht.' },
    subject: {
      right: 'Userinfo und ID-Token handeln von demselben Menschen.',
      wrong: 'Userinfo und ID-Token handeln von verschiedenen Menschen.',
    },
    token_type: {
      right: 'Das Access-Token ist ein Bearer-Token.',
      wrong: ({ found }) => `Das Access-Token ist von der Art \`${found}\`; es kennt nur Bearer-Token.`,
    },
    code_length: {
      right: 'Der Code ist kurz genug.',
      wrong: ({ found, expected }) => `Der Code hat \`${found}\` Zeichen; es nimmt höchstens \`${expected}\`.`,
    },
    offered: {
      right: ({ claim }) => `\`${claim}\` bietet an, was es kann.`,
      wrong: ({ claim, expected }) => `\`${claim}\` bietet nichts davon an: \`${expected}\`.`,
    },
  },
  remedies: {
    allow_scope: 'Gib der Anwendung den Scope, zu dem das gehört.',
    set_picture: 'Lass die Person auf ihrer Seite hier ein Bild wählen.',
    set_email: 'Gib dem Konto eine E-Mail-Adresse.',
    verify_email: 'Lass die Adresse bestätigen, oder bürg für sie.',
    set_algorithm: 'Unterschreib für diese Anwendung mit RS256.',
    rename: 'Gib dem Konto einen anderen Benutzernamen.',
    set_name: 'Gib der Person einen kürzeren Namen.',
    from_fediverse: 'Das haben nur Leute aus dem Fediverse.',
    join_group: 'Nimm den Menschen in eine dieser Gruppen auf.',
    use_https: 'Stell einen Proxy mit Zertifikat davor und setz `PORTICO_URL` auf dessen https-Adresse.',
    copy_issuer: 'Übernimm den Issuer genau so, wie er hier steht, in die Anwendung.',
  },
  notHere: {
    heading: 'Nicht anzubinden',
    title: ({ name }) => `${name} lässt sich nicht anbinden`,
    lead: 'Es ist keine Relying Party: Nichts darin könnte Leute zum Anmelden hierher schicken.',
  },
}
