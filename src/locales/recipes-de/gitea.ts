import { forge } from './forge.ts'

export const gitea = forge('Gitea', 'Git, Aufgaben und Begutachtung')
