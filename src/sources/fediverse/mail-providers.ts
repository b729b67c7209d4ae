/** Where many people have their mail and nobody a fediverse account: who types one of these has taken the field for another one. */
const domains = new Set([
  ...['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'passport.com'],
  ...['yahoo.com', 'ymail.com', 'rocketmail.com', 'aol.com', 'icloud.com', 'me.com', 'mac.com'],
  ...['proton.me', 'protonmail.com', 'pm.me', 'tutanota.com', 'tuta.com', 'tuta.io', 'tutamail.com', 'hey.com'],
  ...['fastmail.com', 'fastmail.fm', 'zoho.com', 'zohomail.eu', 'mail.com', 'email.com', 'usa.com', 'duck.com'],
  ...['gmx.de', 'gmx.net', 'gmx.com', 'gmx.at', 'gmx.ch', 'gmx.org', 'web.de', 't-online.de', 'freenet.de'],
  ...['mailbox.org', 'posteo.de', 'posteo.net', '1und1.de', 'online.de', 'arcor.de', 'vodafone.de', 'bluewin.ch'],
  ...['orange.fr', 'wanadoo.fr', 'free.fr', 'laposte.net', 'sfr.fr', 'libero.it', 'virgilio.it', 'tiscali.it'],
  ...['alice.it', 'tin.it', 'ziggo.nl', 'kpnmail.nl', 'telenet.be', 'skynet.be', 'wp.pl', 'o2.pl', 'onet.pl'],
  ...['interia.pl', 'seznam.cz', 'centrum.cz', 'email.cz', 'abv.bg', 'mail.ru', 'bk.ru', 'list.ru', 'inbox.ru'],
  ...['yandex.ru', 'yandex.com', 'ya.ru', 'rambler.ru', 'ukr.net', 'qq.com', 'foxmail.com', '163.com', '126.com'],
  ...['yeah.net', 'sina.com', 'sohu.com', 'naver.com', 'hanmail.net', 'daum.net', 'rediffmail.com'],
  ...['comcast.net', 'verizon.net', 'att.net', 'sbcglobal.net', 'bellsouth.net', 'cox.net', 'charter.net'],
  ...['shaw.ca', 'rogers.com', 'btinternet.com', 'sky.com', 'talktalk.net', 'virginmedia.com', 'bigpond.com'],
  ...['uol.com.br', 'bol.com.br', 'terra.com.br'],
])

/** These have one in every country: `hotmail.fr`, `yahoo.co.uk`. */
const everywhere = /^(?:yahoo|hotmail|outlook|live)\.(?:com?\.)?[a-z]{2}$/

export const isMailProvider = (domain: string): boolean => domains.has(domain) || everywhere.test(domain)
