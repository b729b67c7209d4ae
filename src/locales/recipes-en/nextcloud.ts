import type { RecipeTexts } from '../recipe-texts.ts'

export const nextcloud = {
  about: 'Files, calendars and more; by its app `user_oidc`',
  asks: {
    uid: {
      label: 'What Nextcloud names an account after',
      hint: 'Nobody can change it there afterwards.',
      options: {
        sub: 'Subject: letters and digits. It never changes, and nobody can read it.',
        handle:
          'Handle: the username at the first sign-in, kept for ever. Whoever has an account there by that name keeps it.',
      },
    },
  },
  blocks: {
    occ: 'In the folder where Nextcloud is. Run again, it changes what is there.',
    docker: 'The service is called `app` in this, as in Nextcloud’s own example.',
    alone: 'With this, its sign-in page leads straight here. `/login?direct=1` leads past it.',
    aloneDocker: 'The same where Nextcloud runs in a container.',
  },
  why: {
    discoveryuri: 'The whole address of the discovery document.',
    'unique-uid': 'With `1`, Nextcloud makes a number of the identifier; with `0` it takes it as it is.',
    postlogouturi: 'Where people are sent after they have signed out here too.',
    'send-id-token-hint': 'So that whoever signs out there is not asked here who they are.',
  },
  existing:
    'With the subject as its name, everybody gets a new account. With the handle, whoever has an account there by that name keeps it: check first that every username here belongs to the same person there, since the name alone decides.',
  traps: {
    privateAddress:
      'If this place has a private network address, Nextcloud does not ask it anything: `occ config:system:set allow_local_remote_servers --type=boolean --value=true`.',
    fiveMinutes: 'Whoever takes longer than five minutes here has to start again there.',
    groups: 'Groups are not taken over. If you switch that on there, a group called `admin` makes administrators.',
    keys: 'It keeps our keys for an hour; we publish a new one long before we use it.',
  },
} satisfies RecipeTexts
