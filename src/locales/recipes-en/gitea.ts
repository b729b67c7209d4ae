import { forge } from './forge.ts'

export const gitea = forge('Gitea', 'Git, issues and reviews')
