import type { paperlessNgx as english } from '../recipes-en/paperless-ngx.ts'

export const paperlessNgx: typeof english = {
  about: 'Bewahrt gescannte Papiere auf und findet sie wieder',
  asks: {
    groups: {
      label: 'Wo Gruppen geführt werden',
      options: {
        there: 'Dort: Die Leute kommen von Hand in Gruppen.',
        here: 'Hier: Bei jeder Anmeldung kommen die Leute in jene Gruppen dort, die heißen wie ihre hier.',
      },
    },
  },
  blocks: {
    compose:
      'Eine neue Datei neben `compose.yaml`, die Docker Compose hinzunimmt. Der Dienst heißt darin `webserver`, wie im eigenen Beispiel.',
    env: 'Für `docker-compose.env` oder `paperless.conf`.',
    alone:
      'Damit fragt Paperless nach keinem eigenen Passwort mehr. Lass einen Weg hinein, bis du dich einmal angemeldet hast.',
  },
  why: {
    PAPERLESS_URL: 'Die Adresse, unter der die Leute es erreichen. Ohne sie werden Anfragen ihrer Browser abgelehnt.',
    OAUTH_PKCE_ENABLED: 'Ein gestohlener Code ist damit wertlos. Paperless kann es, also bestehen wir darauf.',
    provider_id: 'Teil der Adresse, zu der die Leute zurückgeschickt werden. Eine Änderung bräche die Anmeldung.',
    server_url: 'Die ganze Adresse des Discovery-Dokuments.',
    PAPERLESS_SOCIAL_AUTO_SIGNUP: 'Niemand wird nach einem Benutzernamen gefragt, wenn seiner von hier dort frei ist.',
  },
  existing:
    'Wer dort ein Konto hat, meldet sich zuerst mit dessen Passwort an und verbindet es unter Mein Profil. Sonst entsteht bei der ersten Anmeldung ein zweites, oder es fragt nach einem anderen Benutzernamen oder einer anderen Adresse, wo sie vergeben sind.',
  traps: {
    slash: 'Die Rücksprungadresse endet mit einem Schrägstrich.',
    rights:
      'Neue Leute dürfen dort nichts sehen und nichts tun, bis ihnen jemand Rechte gibt, am besten über eine Gruppe.',
    groups: 'Vergeben werden nur Gruppen, die es dort schon gibt; und wer hier eine verlässt, verlässt sie auch dort.',
    privateCa:
      'Stammt das Zertifikat hier von einer eigenen Stelle, nenne deren Datei im Container in `REQUESTS_CA_BUNDLE`.',
  },
}
