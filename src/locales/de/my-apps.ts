import type { Sentences } from '../sentences.ts'

export const myApps: Sentences['myApps'] = {
  title: 'Meine Anwendungen',
  heading: 'Wohin möchtest du?',
  emptyTitle: 'Noch keine Türen',
  empty: 'Anwendungen, die dir offenstehen, erscheinen hier.',
  emptyAdministrator: 'Binde die erste Anwendung an. Sie erscheint dann hier bei allen, denen sie offensteht.',
  noAddress: 'Beginnt in der Anwendung selbst',
  newTab: 'Öffnet sich in einem neuen Tab',
  connect: 'Anwendung anbinden',
}
