import type { Sentences } from '../sentences.ts'

export const errors: Sentences['errors'] = {
  eventCode: 'Wenn du um Hilfe bittest, nenne diesen Code',
  sent: 'Sie wollte zurück zu',
  registered: 'Wir kennen',
  otherRegistered: ({ count }) => (count === 1 ? 'Noch eine, die wir kennen' : `${count} weitere, die wir kennen`),
  noneRegistered: 'Für sie ist noch keine Adresse eingetragen.',
  noneRegisteredAfter: ({ field }) =>
    `Für sie ist noch keine eingetragen. Wer verwaltet, trägt sie als „${field}“ ein.`,
  afterSignOut: ({ application }) =>
    `Du bleibst hier, denn ${application} will dich zu einer Adresse weiterschicken, die nicht eingetragen ist.`,
  missingPart: 'nichts',
  toMyApps: 'Zu meinen Anwendungen',
  codes: {
    not_begun: {
      title: 'Diese Anmeldung hat nicht hier begonnen',
      explanation:
        'Du kommst von deinem Server zurück, aber dieser Browser ist nicht dorthin gegangen, oder es hat länger als zehn Minuten gedauert. Niemand wurde angemeldet.',
      advice: 'Fang von vorn an und bleib die ganze Zeit im selben Browser. Er muss Cookies erlauben.',
    },
    not_agreed: {
      title: 'Es wurde nicht zugestimmt',
      explanation:
        'Du kommst zurück, ohne zugestimmt zu haben, dass dein Server uns sagt, wer du bist. Niemand wurde angemeldet, und dort wurde nichts gelesen.',
      advice:
        'Wenn du das nicht wolltest, geh zurück zu der Anwendung, bei der du dich anmelden wolltest, und fang von vorn an, oder melde dich hier an.',
    },
    bad_request: {
      title: 'Mit dieser Anfrage können wir nichts anfangen',
      explanation: 'In der Adresse oder im Formular fehlt etwas, oder es ist beschädigt.',
      advice: 'Geh dorthin zurück, woher du kommst, und versuch es noch einmal.',
    },
    not_found: {
      title: 'Hier ist keine Tür',
      explanation: 'Diese Seite gibt es nicht, oder nicht mehr.',
      advice: 'Prüf die Adresse, oder fang bei deinen Anwendungen an.',
    },
    method_not_allowed: {
      title: 'So funktioniert diese Adresse nicht',
      explanation: 'Die Seite wurde auf eine Art aufgerufen, auf die sie nicht antwortet.',
      advice: 'Geh zurück und nimm die Knöpfe auf der Seite.',
    },
    too_large: {
      title: 'Das war zu viel auf einmal',
      explanation: 'Es wurde mehr geschickt, als dieses Formular je braucht.',
      advice: 'Geh zurück und schick weniger oder eine kleinere Datei.',
    },
    uri_too_long: {
      title: 'Diese Adresse ist zu lang',
      explanation: 'Die Anwendung hat mehr mitgegeben, als in eine Adresse passt.',
      advice:
        'Geh zurück zur Anwendung und versuch es noch einmal. Geschieht es wieder, sag es denen, die sie betreiben.',
    },
    unsupported_media_type: {
      title: 'Das können wir nicht lesen',
      explanation: 'Das Formular kam in einem Format, das wir nicht kennen.',
      advice: 'Geh zurück und schick das Formular von seiner eigenen Seite ab.',
    },
    cross_site: {
      title: 'Das kam von einer fremden Website',
      explanation: 'Eine andere Website wollte dieses Formular an deiner Stelle abschicken. Es ist nichts geschehen.',
      advice: 'Wenn du das wolltest, öffne die Seite hier und mach es von dort aus.',
    },
    form_expired: {
      title: 'Dieses Formular ist veraltet',
      explanation:
        'Es war zu lange offen, oder du hast dich in einem anderen Tab an- oder abgemeldet. Es ist nichts geschehen.',
      advice: 'Geh zurück, lade die Seite neu und schick das Formular noch einmal ab.',
    },
    forbidden: {
      title: 'Diese Tür ist für dich zu',
      explanation: 'Dein Konto darf das nicht.',
      advice: 'Wenn du meinst, dass es das dürfen sollte, frag, wer diesen Ort betreibt.',
    },
    too_many_tries: {
      title: 'Zu viele Versuche',
      explanation: 'Es kamen mehr Anfragen, als ein Mensch stellt. Darum hören wir eine Weile nicht zu.',
      advice: 'Warte ein paar Minuten und versuch es dann noch einmal.',
    },
    busy: {
      title: 'Gerade ist sehr viel los',
      explanation: 'Es kommen mehr Menschen herein, als wir empfangen können. Verloren ist nichts.',
      advice: 'Versuch es in ein paar Sekunden noch einmal.',
    },
    unavailable: {
      title: 'Kurz geschlossen',
      explanation: 'Etwas, das wir brauchen, antwortet nicht. Verloren ist nichts.',
      advice: 'Versuch es in einer Minute noch einmal.',
    },
    unexpected: {
      title: 'Bei uns ist etwas kaputtgegangen',
      explanation: 'Du kannst nichts dafür, und es ist aufgeschrieben.',
      advice: 'Versuch es noch einmal. Geschieht es wieder, sag es denen, die diesen Ort betreiben.',
    },
    client_id_missing: {
      title: 'Die Anwendung hat nicht gesagt, wer sie ist',
      explanation: 'In ihrer Anfrage fehlt die client_id. Es wurde nichts preisgegeben.',
      advice: 'In Ordnung bringen kann das, wer die Anwendung betreibt.',
    },
    client_id_repeated: {
      title: 'Die Anwendung hat ihren Namen zweimal genannt',
      explanation:
        'In ihrer Anfrage steht mehr als eine client_id, und wir wissen nicht, welche gilt. Es wurde nichts preisgegeben.',
      advice: 'In Ordnung bringen kann das, wer die Anwendung betreibt.',
    },
    client_unknown: {
      title: 'Wir kennen diese Anwendung nicht',
      explanation: 'Sie nennt eine client_id, die hier nicht eingetragen ist. Es wurde nichts preisgegeben.',
      advice: 'Wer die Anwendung betreibt, sollte ihre client_id mit der hier eingetragenen vergleichen.',
    },
    client_disabled: {
      title: 'Diese Anwendung ist abgeschaltet',
      explanation: 'Im Augenblick kann sich dort niemand anmelden. Es wurde nichts preisgegeben.',
      advice: 'Wer diesen Ort betreibt, kann sie wieder einschalten.',
    },
    client_unreachable: {
      title: 'Welche Anwendung das ist, lässt sich nicht herausfinden',
      explanation: 'Sie nennt eine Adresse, an der steht, wer sie ist, und von dort kommt nichts.',
      advice: 'Bitte später noch einmal. Wer die Anwendung betreibt, kann dafür sorgen, dass die Adresse antwortet.',
    },
    client_document_wrong: {
      title: 'Diese Anwendung sagt nicht, wer sie ist',
      explanation:
        'Was an ihrer Adresse steht, handelt nicht von ihr oder schickte Leute dorthin, wohin sie das nicht darf.',
      advice: 'Zurück zur Anwendung, und denen Bescheid geben, die sie betreiben.',
    },
    redirect_uri_missing: {
      title: 'Die Anwendung hat nicht gesagt, wohin es zurückgeht',
      explanation: 'In ihrer Anfrage fehlt die redirect_uri. Es wurde nichts preisgegeben.',
      advice: 'In Ordnung bringen kann das, wer die Anwendung betreibt.',
    },
    redirect_uri_repeated: {
      title: 'Die Anwendung hat zwei Rückwege genannt',
      explanation:
        'In ihrer Anfrage steht mehr als eine redirect_uri, und wir wissen nicht, welche gilt. Es wurde nichts preisgegeben.',
      advice: 'In Ordnung bringen kann das, wer die Anwendung betreibt.',
    },
    redirect_uri_harmful: {
      title: 'Die Anwendung hat eine gefährliche Adresse geschickt',
      explanation:
        'Die Adresse, zu der sie zurückwill, könnte in deinem Browser etwas ausführen oder lesen. Es wurde nichts preisgegeben.',
      advice: 'Wer diesen Ort betreibt, sollte nachsehen, wie die Anwendung eingetragen ist.',
    },
    redirect_uri_mismatch: {
      title: 'Die Anwendung hat eine Adresse geschickt, die wir nicht kennen',
      explanation: 'Zurück geht es nur zu eingetragenen Adressen. Es wurde nichts preisgegeben.',
      advice: 'In Ordnung bringen kann das, wer die Anwendung betreibt.',
    },
    request_expired: {
      title: 'Diese Anmeldung ist vorbei',
      explanation: 'Sie hat zu lange gedauert, ist schon abgeschlossen oder wurde in einem anderen Browser begonnen.',
      advice: 'Geh zurück zur Anwendung und melde dich von dort aus an.',
    },
    not_in_group: {
      title: 'Diese Anwendung steht dir nicht offen',
      explanation:
        'Sie ist für bestimmte Gruppen da, und dein Konto gehört zu keiner davon. Es wurde nichts preisgegeben.',
      advice: 'Wenn du meinst, dass du hineindarfst, frag, wer diesen Ort betreibt.',
    },
    access_rules: {
      title: 'Diese Anwendung steht dir nicht offen',
      explanation:
        'Wer diesen Ort betreibt, hat Regeln dafür gesetzt, wer hineindarf, und dein Konto erfüllt sie nicht. Es wurde nichts preisgegeben.',
      advice: 'Wenn du meinst, dass du hineindarfst, frag, wer diesen Ort betreibt.',
    },
    not_invited: {
      title: 'In diese Anwendung kommt man auf Einladung',
      explanation:
        'Wer von anderswo kommt, wird nur mit einer Einladung aufgenommen, und du hast keine. Es wurde nichts preisgegeben.',
      advice: 'Bitte um eine Einladung, wer diesen Ort betreibt.',
    },
    not_linked: {
      title: 'Diese Anwendung ist für Leute da, die man hier kennt',
      explanation:
        'Wessen Konto hier mit einer Anmeldung von anderswo begann, wird nicht aufgenommen. Es wurde nichts preisgegeben.',
      advice:
        'Wenn du hier ein anderes Konto hast, melde dich damit an und verknüpfe dieses damit. Sonst frag, wer diesen Ort betreibt.',
    },
    server_not_admitted: {
      title: 'Diese Anwendung nimmt nur Leute von bestimmten Servern auf',
      explanation: 'Deiner gehört nicht dazu. Es wurde nichts preisgegeben.',
      advice:
        'Wenn du auf einem anderen Server ein Konto hast, melde dich damit an. Sonst frag, wer diesen Ort betreibt.',
    },
    fediverse_only: {
      title: 'Diese Anwendung ist für Konten aus dem Fediverse',
      explanation:
        'Du bist mit einem Konto angemeldet, das hier geführt wird, und es ist mit keinem im Fediverse verknüpft. Es wurde nichts preisgegeben.',
      advice: 'Geh zurück zur Anwendung und melde dich mit deiner Fediverse-Adresse an.',
    },
    fediverse_off: {
      title: 'Hier kommt gerade niemand herein',
      explanation:
        'Diese Anwendung ist für Konten aus dem Fediverse, und die Anmeldung damit ist abgeschaltet. Es wurde nichts preisgegeben.',
      advice: 'Versuch es später noch einmal, oder sag es denen, die die Anwendung betreiben.',
    },
    no_email: {
      title: 'Diese Anwendung braucht eine E-Mail-Adresse',
      explanation: 'Dein Konto hat keine, deshalb kann sie dich nicht einlassen. Es wurde nichts preisgegeben.',
      advice:
        'Gib deinem Konto unter E-Mail eine Adresse, oder frag, wer diesen Ort betreibt. Dann melde dich noch einmal an.',
    },
    account_disabled: {
      title: 'Dieses Konto ist abgeschaltet',
      explanation: 'Im Augenblick kann sich damit niemand anmelden.',
      advice: 'Wer diesen Ort betreibt, kann es wieder einschalten.',
    },
    link_expired: {
      title: 'Dieser Link gilt nicht mehr',
      explanation: 'Er wurde schon benutzt, oder er ist zu alt.',
      advice:
        'Wenn du dein Passwort schon gewählt hast, melde dich damit an. Sonst bitte die Person, von der du den Link hast, um einen neuen.',
    },
    mail_link_expired: {
      title: 'Dieser Link geht nicht mehr',
      explanation: 'Er wurde schon benutzt, ist zu alt oder gehört jemand anderem.',
      advice: 'Sieh nach, ob es eine neuere Mail gibt. Wenn nicht, fang dort neu an, wo du um diese gebeten hast.',
    },
    invitation_over: {
      title: 'Diese Einladung gilt nicht mehr',
      explanation: 'Sie ist aufgebraucht, zu alt, oder wurde zurückgenommen.',
      advice: 'Bitte um eine neue, wer dich eingeladen hat.',
    },
    sign_up_over: {
      title: 'Dieser Link geht nicht mehr',
      explanation: 'Er wurde schon benutzt, oder er ist zu alt.',
      advice: 'Wenn du dein Passwort gewählt hast, melde dich damit an. Wenn nicht, fang noch einmal von vorn an.',
    },
    sign_up_closed: {
      title: 'Hier kann sich gerade niemand ein Konto anlegen',
      explanation: 'Konten legt an, wer diesen Ort betreibt, oder man wird eingeladen.',
      advice: 'Bitte dort um eines.',
    },
    set_up_already: {
      title: 'Hier ist schon alles eingerichtet',
      explanation: 'Ein Einrichtungslink gilt einmal, und einer wurde benutzt: Das erste Verwaltungskonto gibt es.',
      advice: 'Wenn du das warst, melde dich an. Wenn du nicht weißt, wer es war, frag, wer Portico installiert hat.',
    },
    post_logout_redirect_uri_mismatch: {
      title: 'Du bist abgemeldet',
      explanation:
        'Du bleibst hier, denn die Adresse, zu der die Anwendung dich weiterschicken will, ist nicht eingetragen.',
      advice: 'In Ordnung bringen kann das, wer die Anwendung betreibt.',
    },
  },
  redirectTitle: ({ application }) => `${application} hat eine Adresse geschickt, die wir nicht kennen`,
  redirectLead: ({ application }) =>
    `Es wurde nichts preisgegeben. In Ordnung bringen kann das, wer ${application} betreibt.`,
  hints: {
    http: 'Der einzige Unterschied ist http statt https. Der Reverse Proxy vor der Anwendung schickt wohl kein X-Forwarded-Proto.',
    https: 'Der einzige Unterschied ist https statt http. Trag die Adresse mit https ein: Sie ist die bessere.',
    slash_missing: 'Der einzige Unterschied ist der Schrägstrich am Ende, der im Geschickten fehlt.',
    slash_extra: 'Der einzige Unterschied ist ein Schrägstrich am Ende des Geschickten.',
    www: 'Der einzige Unterschied ist www. Die Anwendung ist wohl unter beiden Namen erreichbar und kennt sich unter dem anderen.',
    loopback:
      'Beides meint denselben Rechner, doch localhost und 127.0.0.1 sind hier verschiedene Adressen. Trag die ein, die geschickt wird.',
    port: 'Nur der Port weicht ab. Die Anwendung ist an einem Port erreichbar und glaubt, an einem anderen zu sein.',
    host: 'Nur der Host weicht ab. Prüf, welche Adresse die Anwendung für ihre eigene hält.',
    case: 'Nur Groß- und Kleinbuchstaben weichen ab. Adressen werden Buchstabe für Buchstabe verglichen.',
    path: 'Nur der Pfad weicht ab. Vergleich ihn mit der Anleitung der Anwendung.',
    query: 'Nur der Teil nach dem Fragezeichen weicht ab. Auch er gehört zur Adresse und wird verglichen.',
    scheme: 'Nur der Anfang weicht ab: Die Anwendung wird auf andere Art erreicht, als eingetragen ist.',
    other:
      'Die Adressen weichen an mehr als einer Stelle ab. Vielleicht ist das die Einstellung einer anderen Anwendung.',
  },
}
