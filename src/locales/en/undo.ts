type Named = { name: string }

/** What was taken away a moment ago, and can be had back. */
export const undo = {
  went: {
    invitation: ({ name }: Named) =>
      `The invitation${name === '' ? '' : ` “${name}”`} is revoked. Whoever has joined by it stays.`,
    rule: ({ name }: Named) => `The rule about ${name} is removed.`,
    icon: ({ name }: Named) => `${name} has no icon of its own any more.`,
    avatar: ({ name }: Named) => (name === '' ? 'Your picture is removed.' : `The picture of ${name} is removed.`),
    access: ({ name }: Named) => `Saved. Not there any more: ${name}.`,
  },
  logo: 'The logo is removed. Portico’s arch stands there again.',
  lasts: 'For ten minutes you can have it back.',
  undo: 'Undo',
  back: 'It is there again, as it was.',
  late: 'This cannot be undone any more: it was undone already, or more than ten minutes ago.',
  taken:
    'This cannot be undone any more: something else stands in its place, or the place is gone. Nothing was changed.',
}
