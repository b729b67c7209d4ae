import { forge } from './forge.ts'

export const forgejo = forge('Forgejo', 'Git, Aufgaben und Begutachtung')
