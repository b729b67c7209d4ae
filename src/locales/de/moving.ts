import type { moving as english } from '../en/moving.ts'

export const moving: typeof english = {
  left: {
    not_ours: 'Es betrifft, wie jenes Programm selbst läuft. Portico hat dafür eigene Einstellungen.',
    unknown: 'Es ist hier nicht bekannt.',
    malformed: 'Es hat nicht die Form, die es haben sollte.',
    unsupported: 'Portico tut das nicht.',
    refused: 'Portico nimmt es nicht an.',
    directory:
      'Portico fragt kein Verzeichnis und spricht kein SAML. Diese Leute kommen über einen OpenID-Anbieter davor herein, oder mit einem Konto hier.',
    by_hand: 'Dafür hat Portico eine Einstellung, aber ihr Wert steht nicht in der Datei. Trag ihn von Hand ein.',
    environment: 'Es steht in einer Variablen, die hier nicht gesetzt ist.',
    hash: 'Es gibt keinen Passwort-Hash, den Portico prüfen kann. Erstelle für die Person einen Link für ein neues Passwort.',
    no_secret: 'Es hat kein Geheimnis und ist nicht als öffentlich bezeichnet.',
    redirect: 'Es kann nicht als Rücksprungadresse eingetragen werden.',
    switched_off: 'Es ist dort ausgeschaltet.',
    source_kind: 'Eine Quelle dieser Art hat Portico nicht.',
    expression: 'Es ist ein Programm. Es wird gezeigt, wie es ist; schreibe dafür eine Claim-Zuordnung.',
    policy: 'Es ist eine Regel, die mehr sagt, als wer in einer Gruppe ist.',
    role: 'Rollen haben hier Gruppen: Diese ist an eine Person gebunden, an niemanden, oder an alle, die nicht in einer Gruppe sind.',
    pictures: 'Bilder werden nicht von anderen Orten geholt. Lade es in der Konsole hoch.',
    subjects_missing: 'Die Datei sagt nicht, als wen Anwendungen die Leute kennen; dort werden sie Fremde sein.',
    somebody_else: 'Jemand anderes hat hier diesen Namen oder diese Adresse.',
    managed: 'portico.yaml verwaltet es: ändere es dort.',
    subjects_in_use: 'Hier haben sich schon Leute dort angemeldet, und als wen die Anwendung sie kennt, bleibt.',
  },
  warnings: {
    short_secret: 'Das Geheimnis ist so kurz, dass man es erraten kann. Gib der Anwendung bald ein längeres.',
    plain_password: 'Das Passwort steht in der Datei. Lösche die Datei, wenn du fertig bist.',
    unverified: 'Die Adresse ist nicht bestätigt, deshalb meldet sich niemand damit an. Der Benutzername geht.',
    renamed: 'Der Name kann hier kein Benutzername sein, oder ihn hat schon jemand.',
    lifetime: 'Die Zeit ist auf das gebracht, was Portico annimmt.',
    register_callback: 'Trage diesen Pfad deiner Adresse hier bei jenem Anbieter als Rücksprungadresse ein.',
    subjects_later:
      'Als wen Anwendungen die Leute von dort kennen, wird übernommen, wenn sie sich hier das erste Mal anmelden.',
    known_by_name:
      'Die Leute sind unter ihrem dortigen Namen bekannt: Wer ihn beim ersten Kommen hat, gilt wie bisher als sie.',
    restricted:
      'Nur manche Leute dieses Anbieters durften kommen. Portico kann sie nicht unterscheiden, also kommt niemand Neues ohne Einladung darüber herein.',
    other_issuer: 'Anwendungen, die den Aussteller vergleichen, müssen den dieser Installation erfahren.',
    consent_kept: 'Dort wurde niemand gefragt, was Anwendungen erfahren dürfen, und hier auch nicht.',
    change_line: 'Ändere diese Zeile in den Einstellungen der Anwendung:',
    nothing_to_change: 'In den Einstellungen der Anwendung ist nichts zu ändern.',
    taken_for: 'Es gibt ein Konto mit diesem Namen oder dieser Adresse. Es gilt als das derselben Person.',
  },
  exported: {
    sealed: 'Ein Geheimnis wird nicht ausgeschrieben. Setze die Variable, bevor du die Datei benutzt.',
    hmac: 'Der Hash seines Geheimnisses gilt nur unter demselben PORTICO_SECRET.',
    secrets: 'Es hat mehrere Geheimnisse. Das neueste steht in der Datei.',
    pictures: 'Ein hochgeladenes Bild ist nicht in der Datei.',
    no_secret: 'Sie hat kein Geheimnis. Gib ihr eines, bevor sie benutzt wird.',
    published: 'Sie meldet sich selbst an und steht nicht in der Datei. Als wen sie Leute kennt, beginnt von vorn.',
  },
  notExported:
    'Nicht in der Datei: Sitzungen und Token, was Leute Anwendungen erlaubt haben, Signaturschlüssel, Einladungen, als was Fediverse-Server diesen Ort kennen, die Listen, aus denen Regeln kamen, das Protokoll, und wann etwas geschah. In einer Sicherung ist alles.',
}
