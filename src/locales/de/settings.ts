import { formatNumber, plural } from '../format.ts'
import type { Sentences } from '../sentences.ts'

export const settings: Sentences['settings'] = {
  title: 'Einstellungen',
  lead: 'Was für den ganzen Ort gilt. Jeder Teil wird für sich gespeichert.',
  limits: {
    title: 'Wie lange etwas gilt',
    lead: 'In Tagen. Was kürzer wird, gilt sofort, auch für Sitzungen und Zeilen, die es schon gibt.',
    saved: 'Gespeichert. Es gilt ab jetzt.',
    sessionIdle: {
      label: 'Eine ungenutzte Sitzung endet nach',
      hint: 'Tage; 0,5 sind zwölf Stunden. Wer später wiederkommt, meldet sich neu an.',
      out_of_range: 'Schreib eine Zahl von Tagen, von 0,02 (eine halbe Stunde) bis 365.',
      above_absolute:
        'Das ist länger, als eine Sitzung überhaupt dauert. Schreib weniger, oder erhöhe die andere Zahl.',
    },
    sessionAbsolute: {
      label: 'Jede Sitzung endet nach',
      hint: 'Tage, seit sich der Mensch zuletzt ausgewiesen hat. Empfohlen sind höchstens 30.',
      out_of_range: 'Schreib eine Zahl von Tagen, von 0,02 (eine halbe Stunde) bis 365.',
      above_absolute: 'Schreib eine Zahl von Tagen.',
    },
    eventsKeptFor: {
      label: 'Ereignisse werden aufbewahrt für',
      hint: 'Tage. Darin stehen Adressen und Browser von Menschen, also bewahre sie nicht länger auf als nötig.',
      out_of_range: 'Schreib eine Zahl von Tagen, von 1 bis 3650.',
      above_absolute: 'Schreib eine Zahl von Tagen.',
    },
    lost: {
      label: ({ count }) =>
        plural('de', count, {
          one: 'Ein älteres Ereignis löschen',
          other: `${formatNumber('de', count)} ältere Ereignisse löschen`,
        }),
      problem: 'Sie sind binnen Minuten für immer weg. Setz den Haken, wenn du das willst, oder schreib mehr Tage.',
    },
  },
  publicClients: {
    title: 'Anwendungen, die niemand angemeldet hat',
    lead: 'Jede Website kann dann Leute über diesen Ort anmelden: Ihre Client-ID ist eine https-Adresse, an der steht, wer sie ist. Die Leute sehen die Domain und werden jedes Mal gefragt.',
    on: 'Sie werden eingelassen.',
    off: 'Sie werden nicht eingelassen: Jede Anwendung ist hier angemeldet.',
    switchOn: 'Einlassen',
    switchOff: 'Nicht mehr einlassen',
    saved: 'Gespeichert. Es gilt ab jetzt.',
    managed: 'So steht es in der Konfigurationsdatei, und dort wird es geändert.',
  },
  usernames: {
    off: ({ count }) =>
      count === 0
        ? 'Nur die Verwaltung ändert Benutzernamen. Keine Anwendung hängt von ihnen ab.'
        : `Nur die Verwaltung ändert Benutzernamen. ${plural('de', count, { one: 'Eine Anwendung hängt', other: `${count} Anwendungen hängen` })} von ihnen ab.`,
    change: 'Entscheiden, wer sie ändern darf',
  },
  links: {
    title: 'Rechtliches und andere Links',
    lead: 'Am Fuß jeder Seite, auf der Menschen hereinkommen: Datenschutz, Bedingungen, Impressum, Hilfe.',
    saved: 'Die Links sind gespeichert.',
    row: ({ number }) => `Link ${number}`,
    label: 'Was da steht',
    href: 'Wohin er führt',
    hint: 'Fang mit https://, mailto: oder / an. Leere beide Felder, um einen Link wegzunehmen.',
    required: 'Ein Link braucht beides: was da steht, und wohin er führt.',
    malformed: 'Fang mit https://, mailto: oder / an.',
  },
  exporting: {
    lead: ({ most }) => `Diese Zeilen zum Mitnehmen, höchstens die neuesten ${most}:`,
    csv: 'als Tabelle (CSV)',
    json: 'für Programme (JSON)',
  },
}

export const branding: Sentences['branding'] = {
  title: 'Aussehen',
  lead: 'Woran Menschen diesen Ort erkennen. Jede Seite zeigt es, sobald du speicherst.',
  look: 'Ansehen',
  saved: {
    yes: 'Gespeichert. Jede Seite hat es schon.',
    logo: 'Das Logo ist jetzt auf jeder Seite.',
  },
  nameAndAccent: 'Name und Farbe',
  name: 'Name dieses Ortes',
  nameHint: 'So nennen ihn Menschen und Mails. Portico, wenn das Feld leer ist.',
  nameTooLong: 'Nimm höchstens 60 Zeichen, damit er überall hinpasst.',
  accent: 'Akzentfarbe',
  accentHint: '# und sechs hexadezimale Ziffern, etwa #336699. Leer ist es unser Blau.',
  accentMalformed: 'Schreib # und sechs hexadezimale Ziffern, etwa #336699.',
  contrast: 'So wird sie benutzt',
  noAccent: 'Das ist unsere eigene Farbe.',
  fits: 'Dein Farbton bleibt. Wie hell er ist, ergibt der Kontrast, der für Tag und Nacht berechnet wird.',
  changed: ({ ratio }) =>
    `So, wie du sie geschrieben hast, hätte Text in deiner Farbe einen Kontrast von ${ratio}; erst ab 4,5:1 ist er lesbar. Dein Farbton bleibt, wird aber am Tag dunkler und nachts heller benutzt.`,
  light: 'Am Tag',
  dark: 'In der Nacht',
  ratio: ({ ratio }) => `${ratio}:1`,
  asText: ({ ratio }) => `als Text ${ratio}`,
  underText: ({ ratio }) => `unter Text ${ratio}`,
  logo: 'Logo',
  logoLead: 'An der Stelle des Bogens von Portico. Ein quadratisches sieht am besten aus.',
  logoFile: 'Ein Bild von diesem Gerät',
  logoHint: 'PNG oder WebP mit durchsichtigem Grund, oder JPEG, GIF oder AVIF; höchstens 10 MB.',
  logoSubmit: 'Dieses Logo nehmen',
}

export const icons: Sentences['icons'] = {
  title: 'Symbol',
  lead: 'Menschen sehen es beim Anmelden und unter Meine Anwendungen. Ohne eines wird es aus dem Namen gemacht.',
  file: 'Ein Bild von diesem Gerät',
  submit: 'Dieses Symbol nehmen',
  set: ({ name }) => `${name} hat ein Symbol.`,
  avatarLead: 'Selbst gewählt. Nimm es herunter, wenn es hier nicht gezeigt werden soll.',
}
