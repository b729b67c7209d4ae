import { forge } from './forge.ts'

export const gitea = forge({
  slug: 'gitea',
  name: 'Gitea',
  sources: [
    'https://docs.gitea.com/administration/command-line',
    'https://docs.gitea.com/administration/config-cheat-sheet',
    'https://github.com/go-gitea/gitea/blob/main/cmd/admin_auth_oauth.go',
  ],
})
