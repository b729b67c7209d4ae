import type { nextcloud as english } from '../recipes-en/nextcloud.ts'

export const nextcloud: typeof english = {
  about: 'Dateien, Kalender und mehr; mit seiner App `user_oidc`',
  asks: {
    uid: {
      label: 'Wonach Nextcloud ein Konto benennt',
      hint: 'Das lässt sich dort später nicht mehr ändern.',
      options: {
        sub: 'Subject: Buchstaben und Ziffern. Ändert sich nie, und niemand kann es lesen.',
        handle:
          'Handle: der Benutzername bei der ersten Anmeldung, für immer. Wer dort ein Konto dieses Namens hat, behält es.',
      },
    },
  },
  blocks: {
    occ: 'In dem Ordner, in dem Nextcloud liegt. Noch einmal ausgeführt, ändert es, was da ist.',
    docker: 'Der Dienst heißt darin `app`, wie in Nextclouds eigenem Beispiel.',
    alone: 'Damit führt seine Anmeldeseite geradewegs hierher. `/login?direct=1` führt daran vorbei.',
    aloneDocker: 'Dasselbe, wo Nextcloud in einem Container läuft.',
  },
  why: {
    discoveryuri: 'Die ganze Adresse des Discovery-Dokuments.',
    'unique-uid': 'Mit `1` macht Nextcloud aus dem Kennzeichen eine Nummer; mit `0` nimmt es es, wie es ist.',
    postlogouturi: 'Wohin es geht, wenn sich jemand auch hier abgemeldet hat.',
    'send-id-token-hint': 'Damit, wer sich dort abmeldet, hier nicht gefragt wird, wer er ist.',
  },
  existing:
    'Mit dem Subject als Namen bekommen alle ein neues Konto. Mit dem Handle behält sein Konto, wer dort eines dieses Namens hat: Prüfe vorher, dass jeder Benutzername hier demselben Menschen gehört wie dort, denn allein der Name entscheidet.',
  traps: {
    privateAddress:
      'Hat dieser Ort eine private Netzadresse, fragt Nextcloud ihn nichts: `occ config:system:set allow_local_remote_servers --type=boolean --value=true`.',
    fiveMinutes: 'Wer hier länger als fünf Minuten braucht, muss dort von vorn beginnen.',
    groups:
      'Gruppen werden nicht übernommen. Wenn du das dort einschaltest, macht eine Gruppe namens `admin` zu Verwaltern.',
    keys: 'Es merkt sich unsere Schlüssel eine Stunde; einen neuen veröffentlichen wir lange, bevor wir ihn benutzen.',
  },
}
