/** Anmelden mit einem Konto bei einem anderen Anbieter. `place` ist, wie er hier heißt. */
export const openid = {
  with: ({ place }: { place: string }) => `Weiter mit ${place}`,
  silent: ({ place }: { place: string }) =>
    `${place} antwortet gerade nicht. Nimm einen anderen Weg oder versuch es später noch einmal.`,
  again: 'Noch einmal versuchen',
  link: ({ place }: { place: string }) => `${place} verknüpfen`,
  unverified: ({ place }: { place: string }) =>
    `Was ${place} sagt, wird hier nicht geprüft: Die Verwaltung testet gerade. Melde dich so nicht an, wenn du das nicht selbst bist.`,
  problems: {
    unreachable: ({ place }: { place: string }) =>
      `${place} antwortet nicht. Das liegt nicht an dir: Versuch es später noch einmal, oder melde dich auf einem anderen Weg an.`,
    not_set_up: ({ place }: { place: string }) =>
      `${place} kennt diesen Ort nicht so, wie es sein sollte. Die Verwaltung muss sich die Einstellungen für ${place} ansehen.`,
    incomplete: ({ place, claim }: { place: string; claim: string }) =>
      `${place} sagt nicht alles, was nötig ist, um dich wiederzuerkennen: „${claim}“ fehlt. Das kann die Verwaltung hier oder bei ${place} ändern.`,
    not_afresh: ({ place }: { place: string }) =>
      `${place} hat dich nicht noch einmal gefragt, wer du bist; hierfür ist das nötig. Melde dich dort ab und versuch es dann noch einmal.`,
    unproven: ({ place }: { place: string }) =>
      `Die Antwort von ${place} ist nicht gültig: Sie ist vielleicht für jemand anderen oder zu alt. Niemand ist angemeldet. Bitte fang noch einmal an.`,
    forgotten: ({ place }: { place: string }) =>
      `Die Einstellungen für ${place} haben sich geändert, während du weg warst. Bitte fang noch einmal an.`,
    source_off: ({ place }: { place: string }) => `Mit ${place} meldet sich niemand mehr an. Nimm einen anderen Weg.`,
    email_known: ({ place }: { place: string }) =>
      `Es gibt hier schon ein Konto mit der Adresse, die ${place} als deine nennt. Wenn es deines ist: Melde dich wie bisher an und verknüpfe ${place} unter „Wege, dich anzumelden“. Geht das nicht, frag die Verwaltung.`,
    not_in_group: ({ place }: { place: string }) =>
      `Dein Konto bei ${place} ist in keiner der Gruppen, die sich hier anmelden dürfen. Das kann ${place} ändern.`,
    email_unverified: ({ place }: { place: string }) =>
      `${place} sagt nicht, dass deine E-Mail-Adresse bestätigt ist. Bestätige sie dort und komm dann wieder.`,
  },
}
