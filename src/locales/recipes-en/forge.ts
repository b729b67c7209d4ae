import type { RecipeTexts } from '../recipe-texts.ts'

/** For Forgejo and for Gitea, which do the same. */
export const forge = (name: string, about: string) =>
  ({
    about,
    asks: {
      source: {
        label: `Name of this sign-in at ${name}`,
        hint: 'Part of the address that people are sent back to, capitals too. Leave it as it is unless it is taken.',
      },
      admins: {
        label: 'Group of its administrators',
        hint: 'Looked at again at every sign-in. Without it, they are named there by hand.',
      },
    },
    blocks: {
      command: `As the user that ${name} runs as, where its \`app.ini\` is.`,
      docker: `The service is called \`server\` in this, as in ${name}’s own example.`,
      ini: 'If the section is in the file already, this takes the place of what has the same names in it.',
    },
    why: {
      'auto-discover-url': 'The whole address of the discovery document.',
      ENABLE_AUTO_REGISTRATION: 'Whoever comes for the first time gets an account at once.',
      USERNAME: 'Our `nickname`, which is the username. It is used once, when the account is made.',
      ACCOUNT_LINKING: 'Whoever has an account there by the same name or address shows its password once.',
    },
    existing: `If somebody’s username or address belongs to an account there already, ${name} asks for that account’s password once and then connects the two. Whoever is signed in there can do the same at Settings › Account.`,
    traps: {
      source: 'To rename it there breaks the sign-in: the name is part of the address registered here.',
      user: `${name} does not run as root, and neither must the command.`,
      proxy: 'The address to answer at is made of `ROOT_URL`. It has to be the one given here, with https.',
      names:
        'Some names are reserved there, and characters other than letters, digits, `.`, `_` and `-` are not taken; the person is then asked for a name.',
      second: 'Whoever has a second factor there is asked for it as well, unless the sign-in is set to skip it.',
    },
  }) satisfies RecipeTexts
