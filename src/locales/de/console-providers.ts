import { formatNumber, plural } from '../format.ts'
import { consoleProviderForm } from './console-provider-form.ts'

/** OpenID-Anbieter als Wege herein, in der Verwaltung. */
export const consoleProviders = {
  title: 'OpenID-Anbieter',
  lead: 'Leute melden sich mit einem Konto bei Google, GitLab, Keycloak, authentik, Dex, einem anderen Portico und anderen an.',
  none: 'Noch keiner.',
  add: 'Anbieter hinzufügen',
  addTitle: 'Anbieter hinzufügen',
  addLead:
    'Melde Portico zuerst dort an, mit der Adresse unten als Redirect-URI. Was du dort bekommst, gehört in dieses Formular.',
  editLead: 'Wie Leute von dort hereinkommen. Was hier eingestellt wird, lässt sich auch in portico.yaml sagen.',
  iconLead: 'Es steht auf dem Knopf. Ohne eines ist dort der erste Buchstabe des Namens.',
  on: 'an',
  off: 'aus',
  fails: 'letzte Anmeldung gescheitert',
  edit: 'Einstellungen',
  saved: 'Gespeichert.',
  presetLead: 'Welcher ist es?',
  other: 'Ein anderer OpenID-Anbieter',
  id: 'Name in Adressen',
  idHint: 'Kleinbuchstaben, Ziffern und Bindestriche. Er lässt sich später nicht ändern.',
  issuerHint: ({ example }: { example: string }) =>
    `Die Adresse, unter der der Anbieter bekannt ist, zum Beispiel \`${example}\``,
  secret: 'Client-Secret',
  secretKept: 'Leer lassen, damit das gespeicherte bleibt.',
  redirectUri: 'Redirect-URI',
  addresses: 'Was der Anbieter wissen muss',
  addressesLead: 'Trag sie dort ein, Buchstabe für Buchstabe. Die meisten fragen nur nach der ersten.',
  logoutUri: 'Adresse für die Abmeldung im Hintergrund',
  signedOutUri: 'Adresse nach der Abmeldung',
  isOn: 'Leute können so hereinkommen',
  linkWarning: ({ date }: { date: string }) =>
    `Bis ${date} bekommt, wer bei diesem Anbieter eine Adresse hat, das Konto hier mit derselben. Schalte es ab, wenn alle da sind.`,
  linkWarningForever:
    'Wer bei diesem Anbieter eine Adresse hat, bekommt das Konto hier mit derselben, ohne Ende. Schalte es ab, wenn alle da sind.',
  skipWarning:
    'Was dieser Anbieter sagt, wird nicht geprüft (skipVerification). Wer irgendein Token von ihm hat, kommt als dessen Person herein.',
  form: consoleProviderForm,
  fields: {
    username: 'Benutzername',
    name: 'Anzeigename',
    email: 'E-Mail-Adresse',
    picture: 'Bild',
    groups: 'Gruppen',
  },
  save: 'Speichern',
  tests: 'Prüfen',
  testLead: 'Fragt den Anbieter, was er von sich sagt, wie beim ersten Anmelden.',
  test: 'Jetzt prüfen',
  worked: 'Er antwortet und sagt, was nötig ist.',
  keys: ({ count }: { count: number }) => (count === 1 ? 'ein Schlüssel' : `${count} Schlüssel`),
  faults: {
    unreachable: 'Er antwortet nicht.',
    other_issuer: 'Er nennt sich anders. Übernimm den Issuer, den er sagt, oder schreib unten hin, wie er sich nennt:',
    not_metadata: 'Dort ist etwas, aber nicht das, was ein OpenID-Anbieter von sich sagt. Prüf den Issuer.',
    no_endpoint: 'Er sagt nicht, wohin Leute geschickt, wo Codes eingelöst werden oder wo seine Schlüssel sind.',
    address: 'Der Issuer ist keine Adresse, zu der man gehen kann.',
    no_secret: 'Es gibt kein Client-Secret, oder kein Schlüssel öffnet es mehr. Gib es noch einmal ein.',
    keys: 'Seine Schlüssel lassen sich nicht lesen.',
  },
  trouble: ({ ago }: { ago: string }) => `Die letzte Anmeldung ist ${ago} gescheitert.`,
  troubles: {
    unreachable: 'Der Anbieter hat nicht geantwortet.',
    not_set_up:
      'Der Anbieter kennt diesen Ort nicht so, wie er hier eingerichtet ist. Prüf Issuer, Client-ID, Secret und Redirect-URI.',
    mixed_up: 'Was zurückkam, ist nicht das, wonach gefragt war.',
    unproven:
      'Das Token hält nicht: Aussteller, Empfänger, Zeit, Nonce oder Unterschrift sind nicht, was sie nach den Einstellungen hier sein müssen.',
    incomplete: 'Der Anbieter sagt eine Angabe nicht, die gebraucht wird.',
    broken: 'Der Anbieter hat mit einem Fehler geantwortet, oder mit etwas, das keinen Sinn ergibt.',
    encrypted:
      'Der Anbieter verschlüsselt, was er sagt. Unterschriebene Antworten werden hier gelesen, verschlüsselte nicht: Schalt dort für diesen Client die Verschlüsselung von ID-Token und Userinfo ab.',
  },
  preview: 'Wer jemand wäre',
  previewLead: 'Füg die Angaben eines ID-Tokens als JSON ein, um zu sehen, was daraus würde. Nichts wird gespeichert.',
  claims: 'Angaben',
  previewSubmit: 'Zeigen',
  notJson: 'Das ist kein JSON-Objekt.',
  missing: ({ claim }: { claim: string }) => `Niemand kommt herein: Die Angabe „${claim}“ fehlt.`,
  shown: {
    subject: 'Bekannt als',
    verified: 'bestätigt',
    unverified: 'nicht bestätigt',
    groupsThere: 'Gruppen dort',
    groups: 'Gruppen hier',
    admitted: 'Darf herein',
    administrator: 'Darf verwalten',
    nobody: 'Nichts',
  },
  deleteLead: 'Niemand kommt mehr darüber herein, und wer so gekommen ist, wird abgemeldet.',
  deletion: {
    title: ({ name }: { name: string }) => `${name} löschen?`,
    nobody: 'Noch ist niemand so gekommen.',
    people: ({ count }: { count: number }) =>
      `${plural('de', count, { one: 'Eine Person ist', other: `${formatNumber('de', count)} Menschen sind` })} so gekommen oder ${plural('de', count, { one: 'hat', other: 'haben' })} es verknüpft.`,
    lead: 'Sie werden sofort abgemeldet und verlieren die Gruppen und Rechte, die sie dadurch haben. Ihre Konten bleiben.',
    nameStays: 'Der Name in Adressen bleibt vergeben, damit Regeln nie aus Versehen einen anderen Anbieter meinen.',
    stranded: ({ count }: { count: number }) =>
      `${plural('de', count, { one: 'Eine Person hat', other: `${formatNumber('de', count)} Menschen haben` })} keinen anderen Weg herein: kein Passwort, und nichts anderes ist verknüpft. Jemand aus der Verwaltung muss ihnen einen Link schicken.`,
    strands: 'Sie ohne Weg herein lassen',
    unsaid: 'Manche haben keinen anderen Weg herein. Setz das Häkchen, wenn das so gemeint ist.',
    yourself: 'Du hast selbst keinen anderen Weg herein. Gib dir zuerst ein Passwort, oder verknüpf etwas anderes.',
    used: 'Regeln dieser Anwendungen nennen ihn. Ohne ihn würden sie etwas anderes bedeuten, also ändere sie zuerst:',
  },
  problems: {
    required: 'Das wird gebraucht.',
    malformed: 'Das lässt sich nicht verwenden.',
    taken: 'Es gibt schon eine Quelle mit diesem Namen.',
    gone: 'Ein Anbieter mit diesem Namen wurde gelöscht, und er hatte einen anderen Issuer. Regeln können ihn noch meinen: Nimm einen anderen Namen.',
    unsafe:
      'Leute kommen hier über https. Wenn es sein muss, setz auch das nächste Häkchen, und nimm beide bald wieder weg.',
  },
}
