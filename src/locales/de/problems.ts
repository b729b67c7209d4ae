import type { Sentences } from '../sentences.ts'

export const problems: Sentences['problems'] = {
  codes: {
    required: 'Füll das bitte aus.',
    too_short: 'Das ist zu kurz.',
    too_long: 'Das ist zu lang.',
    malformed: 'Das geht hier nicht. Prüf es bitte.',
    characters: 'Darin sind Zeichen, die man nicht sieht oder die den Text umdrehen. Tipp es noch einmal neu.',
    mixed_scripts: 'Die Buchstaben stammen aus mehreren Schriften. Nimm eine, damit niemand verwechselt wird.',
    confusable: 'Die Buchstaben sehen lateinisch aus und sind es nicht. So könnte jemand verwechselt werden.',
    taken: 'Das hat schon jemand anderes.',
    unknown: 'Das gibt es nicht mehr.',
    disabled: 'Das ist abgeschaltet.',
    last_administrator: 'Das ist das letzte Konto, das verwalten darf. Ernenne erst ein anderes.',
    wrong: 'Das stimmt nicht.',
    too_many_mails:
      'Gerade haben wir viele Mails verschickt. Sieh nach ihnen, auch im Spam, oder versuch es in einer Stunde wieder.',
    already: 'Das ist schon so.',
    unverified: 'Es gibt keine bestätigte Adresse, an die eine Mail gehen könnte.',
    too_many_tries: 'Das waren zu viele Versuche. Warte ein paar Minuten und versuch es dann noch einmal.',
    common: 'Das haben schon viele gewählt, darum wird es zuerst geraten. Wähle etwas Eigenes.',
    context: 'Das besteht aus deinem Namen, deiner E-Mail-Adresse oder dem Namen dieses Ortes. Wähle etwas anderes.',
    pattern:
      'Das ist eine Tastenreihe, ein Abzählen oder eine Wiederholung und wird früh geraten. Wähle etwas anderes.',
    managed: 'Das steht in der Konfigurationsdatei und wird dort geändert.',
    expired: 'Dieser Link wurde schon benutzt, oder er ist zu alt.',
  },
  fields: {
    username: {
      malformed: 'Nimm Buchstaben und Ziffern, dazwischen Punkte, Binde- oder Unterstriche.',
      taken: 'Dieser Benutzername gehört jemand anderem oder hat es einmal.',
    },
    email: {
      malformed: 'Das sieht nicht wie eine E-Mail-Adresse aus: Name, @, Host.',
      taken: 'Diese Adresse gehört nachweislich jemand anderem.',
      already: 'Diese Adresse gehört dir schon, und das ist bestätigt.',
    },
    code: {
      wrong: 'Das ist nicht der Code. Er hat sechs Ziffern und steht in der neuesten Mail.',
      expired: 'Dieser Code gilt nicht mehr. Lass dir eine neue Mail schicken.',
      too_many_tries:
        'Das waren zu viele Versuche mit diesem Code. Nimm den Link in der Mail, oder lass dir eine neue schicken.',
    },
    current: { wrong: 'Das ist nicht dein jetziges Passwort.' },
    locale: { malformed: 'Wähle etwas aus der Liste.' },
    avatar: {
      required: 'Wähle erst eine Datei.',
      malformed: 'Das ist kein Bild, das wir lesen können. Es gehen JPEG, PNG, WebP, GIF und AVIF.',
      too_long: 'Das Bild hat zu viele Punkte. Verkleinere es und schick es noch einmal.',
    },
    password: { too_long: 'Das ist mehr, als wir annehmen können. Nimm höchstens 1000 Zeichen.' },
  },
  passwordTooShort: ({ minimum }) => `Nimm mindestens ${minimum} Zeichen. Ein paar Wörter hintereinander genügen.`,
  applications: {
    required: 'Füll das bitte aus.',
    too_short: 'Das ist zu kurz, um sicher zu sein.',
    too_long: 'Das ist zu lang.',
    too_many: 'Davon sind es zu viele.',
    out_of_range: 'Diese Zeit ist zu kurz oder zu lang.',
    bad_slug: 'Nimm Kleinbuchstaben, Ziffern und Bindestriche, vorn einen Buchstaben.',
    reserved: 'Dieser Name wird hier für etwas anderes gebraucht.',
    bad_web_address: 'Das ist keine Adresse, die mit https:// anfängt.',
    bad_image: 'Das ist kein Bild: Nimm eine https-Adresse oder ein Bild unter 64 kB.',
    bad_hash: 'Das ist kein Hash eines Geheimnisses.',
    taken: 'Das hat schon eine andere Anwendung.',
    unknown: 'Das gibt es nicht mehr.',
    in_use: 'Damit sind dort schon Menschen bekannt.',
    pattern_host:
      'Ein Muster fängt mit https:// und einem wörtlichen Host an, seine Punkte mit \\ davor: https://app\\.example\\.org/',
    bad_pattern: 'Das ist kein regulärer Ausdruck, oder ein | steht außerhalb von Klammern.',
    public_has_no_secret: 'Eine Anwendung, die kein Geheimnis bewahren kann, hat keines.',
    managed: 'Diese Anwendung steht in der Konfigurationsdatei und wird dort geändert.',
    consent_needs_https: 'Für diese Anwendung könnte sich jede ausgeben, darum muss gefragt werden.',
    not_absolute: 'Das ist keine ganze Adresse. Sie fängt mit https:// an.',
    fragment: 'Der Teil nach # erreicht die Anwendung nie. Lass ihn weg.',
    harmful_scheme: 'Adressen dieser Art führen im Browser etwas aus oder lesen etwas. Sie gehen hier nicht.',
    user_info: 'Ein Name oder ein Passwort vor dem Host geht hier nicht.',
    bad_characters:
      'Darin sind Leerzeichen, umgekehrte Schrägstriche oder Zeichen, die in Adressen nicht erlaubt sind.',
    http_needs_loopback: 'Ohne https ist nur dieser Rechner selbst sicher zu erreichen. Nimm https.',
    private_scheme_needs_dot: 'Das eigene Schema einer App ist ein umgekehrter Domainname, etwa org.example.app.',
  },
}
