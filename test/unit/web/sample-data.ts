/** What pages are filled with. */
export interface SampleData {
  readonly person: string
  readonly username: string
  readonly email: string
  readonly group: string
  readonly applications: readonly [string, string, string, ...string[]]
  readonly text: string
  readonly host: string
}

export const plainData: SampleData = {
  person: 'Alice Example',
  username: 'alice',
  email: 'alice@example.org',
  group: 'staff',
  applications: ['Example Social', 'Games', 'Notes', 'Photographs', 'Recipes'],
  text: 'The town’s own corner of the fediverse',
  host: 'social.example.org',
}

/** Whatever stretches a page: nobody is refused for having a long name. */
export const longData: SampleData = {
  person: 'Wolfeschlegelsteinhausenbergerdorff Bartholomäus-Maximilian von und zu Hohenzollern-Sigmaringen',
  username: 'bartholomaeus_maximilian_wolfeschlegelsteinhausenbergerdorff_1987',
  email: 'bartholomaeus.maximilian.wolfeschlegelsteinhausenbergerdorff@mail.department.university.example.org',
  group: 'arbeitsgemeinschaft-donaudampfschifffahrtsgesellschaftskapitaene',
  applications: [
    'Donaudampfschifffahrtsgesellschaftskapitänsverwaltung',
    'The Exceedingly Long-Winded Community Notice Board of Lower Example',
    'Notes',
  ],
  text: 'A description that somebody wrote at length, because they were asked for a description and had a lot to say about it.',
  host: 'a-rather-long-subdomain.of.another.subdomain.social.example.org',
}

/** No letter of ASCII in any of it: what is left on a page came from the page. */
export const foreignData: SampleData = {
  person: 'Алиса Пример',
  username: 'алиса',
  email: '1@2.3',
  group: 'штат',
  applications: ['Площадь', 'Игры', 'Заметки'],
  text: 'Городская площадь',
  host: '198.51.100.1',
}

/** When all of it is looked at. */
export const now = Date.UTC(2026, 2, 14, 9, 26, 53)
