/**
 * Offered while one types, after the servers that people came from before. Large, general, open for years, in several languages; a
 * server that is not here is as good as any: the field takes every one.
 */
export const knownServers: readonly string[] = [
  'mastodon.social',
  'mastodon.online',
  'mstdn.social',
  'mas.to',
  'fosstodon.org',
  'hachyderm.io',
  'infosec.exchange',
  'mastodon.world',
  'techhub.social',
  'mathstodon.xyz',
  'social.tchncs.de',
  'chaos.social',
  'troet.cafe',
  'norden.social',
  'mastodon.nl',
  'mastodon.uno',
  'mstdn.jp',
  'piaille.fr',
  'mamot.fr',
  'kolektiva.social',
  'pixelfed.social',
  'pixelfed.de',
  'misskey.io',
]
