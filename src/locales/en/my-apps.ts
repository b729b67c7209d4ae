export const myApps = {
  title: 'My applications',
  heading: 'Where would you like to go?',
  emptyTitle: 'No doors yet',
  empty: 'Applications that you may enter appear here.',
  emptyAdministrator: 'Connect the first application, and it appears here for everybody who may enter it.',
  noAddress: 'Begins in the application itself',
  newTab: 'Opens in a new tab',
  connect: 'Connect an application',
}
