import type { Application } from './application.ts'

/** As Dex spells the scope with which an application asks for an ID token that another one takes too. */
const prefix = 'audience:server:client_id:'

/** The scopes with which an application may ask for that: of those alone that it was given. */
export const audienceScopes = ({ alsoFor }: Pick<Application, 'alsoFor'>): readonly string[] =>
  alsoFor.map((clientId) => `${prefix}${clientId}`)

/** The client ids that were asked for so. */
export const audiencesIn = (scopes: readonly string[]): readonly string[] =>
  scopes.filter((scope) => scope.startsWith(prefix)).map((scope) => scope.slice(prefix.length))
