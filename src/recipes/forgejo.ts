import { forge } from './forge.ts'

export const forgejo = forge({
  slug: 'forgejo',
  name: 'Forgejo',
  sources: [
    'https://forgejo.org/docs/latest/admin/command-line/',
    'https://forgejo.org/docs/latest/admin/config-cheat-sheet/',
    'https://www.authelia.com/integration/openid-connect/clients/forgejo/',
  ],
})
