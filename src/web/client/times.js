// Says moments in the reader's own time zone instead of UTC.
const words = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' })
for (const time of document.querySelectorAll('time')) {
  const said = words.format(new Date(time.dateTime))
  if (time.dataset['local'] === 'minute') time.textContent = said
  if (time.title !== '') time.title = said
}
