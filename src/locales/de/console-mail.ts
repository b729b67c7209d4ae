import { formatNumber } from '../format.ts'
import type { Sentences } from '../sentences.ts'

const mails = (count: number): string => (count === 1 ? 'Eine Mail ließ' : `${formatNumber('de', count)} Mails ließen`)

export const consoleMail: Sentences['console']['mail'] = {
  title: 'Mails',
  lead: 'Wie Mails von hier zu den Leuten kommen.',
  none: 'Es gibt keinen Mailserver. Darum kann niemand eine Adresse durch eine Mail bestätigen, und bei vergessenen Passwörtern hilft keine. Einmallinks bekommst du stattdessen gezeigt.',
  noneTitle: 'Einen Mailserver nennen',
  noneHow:
    'Zwei Einstellungen, neben den anderen, mit denen das hier gestartet wurde (in `.env`, `compose.yaml` oder der Datei des Dienstes). Trage deine ein und starte neu:',
  noneBlock: 'Einstellungen',
  noneMore:
    '`smtps://` spricht von Anfang an TLS; `smtp://` mit einem Port wechselt dazu. Was in einer Adresse etwas bedeutet, etwa @ in einem Passwort, schreibst du als `%40`. Den Rest sagt die Anleitung zu Mails, `docs/guide/mail.md`. Läuft es wieder, schickt diese Seite eine Probemail.',
  server: 'Mailserver',
  host: 'Abgegeben bei',
  from: 'Verschickt als',
  waiting: 'Warten darauf, verschickt zu werden',
  failing: 'Bisher nicht angenommen, wird wieder versucht',
  givenUp: 'Seit gestern nicht zu verschicken',
  whatFailed: 'Was nicht zu verschicken war',
  test: 'Eine Probemail schicken',
  testLead: 'Sie wird sofort abgegeben, und du siehst, was der Server sagt.',
  address: 'An',
  send: 'Schicken',
  sent: ({ address }) =>
    `Der Server hat sie angenommen. Wenn bei ${address} nichts ankommt, sieh im Spam nach und im Protokoll des Servers.`,
  said: 'Er sagte:',
  failures: {
    too_late: 'Sie wurde nicht rechtzeitig verschickt.',
    no_server: 'Es gibt keinen Mailserver.',
    not_found: 'Es wurde kein Host dieses Namens gefunden. Prüf den Host in PORTICO_SMTP_URL.',
    unreachable: 'Dort antwortet niemand. Prüf Host und Port in PORTICO_SMTP_URL, und ob eine Firewall dazwischen ist.',
    timeout:
      'Die Antwort ließ zu lange auf sich warten. Oft spricht der Port von Anfang an TLS: Schreib dann smtps:// davor.',
    tls: 'Es kam keine verschlüsselte Verbindung zustande. Prüf das Zertifikat des Servers, und ob er STARTTLS anbietet.',
    sign_in: 'Er nahm Benutzername und Passwort nicht an. Prüf beide in PORTICO_SMTP_URL.',
    sender: 'Er verschickt keine Mails von diesem Absender. Prüf PORTICO_MAIL_FROM.',
    recipient: 'Er nimmt keine Mails für diese Adresse an.',
    refused: 'Die Mail gefiel ihm nicht.',
    other: 'Etwas ging schief, das hier keinen Namen hat.',
  },
  given_up: ({ count }) => `${mails(count)} sich seit gestern nicht verschicken.`,
  waits: ({ count }) => `${mails(count)} sich bisher nicht verschicken. Es wird wieder versucht.`,
  mailLink: 'Als Mail schicken',
  mailed: ({ address }) => `Ein Einmallink ist unterwegs an ${address}.`,
  vouched: {
    mail: ({ date }) => `durch eine Mail am ${date}`,
    configuration: ({ date }) => `durch die Konfigurationsdatei am ${date}`,
    source: ({ date }) => `von dort, woher sie kommen, am ${date}`,
    administrator: ({ name, date }) => `durch ${name} am ${date}`,
    command: ({ date }) => `von der Kommandozeile am ${date}`,
    gone: ({ date }) => `durch jemand aus der Verwaltung, seither gelöscht, am ${date}`,
  },
  proven: 'Adresse bestätigt',
}
