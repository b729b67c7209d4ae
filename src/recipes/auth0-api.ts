import { whoComes } from './passing-through.ts'
import type { Question } from './question.ts'
import type { Block } from './recipe.ts'
import { shellWord } from './text.ts'

/** As Auth0 has it: letters, digits and dashes, and no dash at either end. */
const connectionName = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,126}[A-Za-z0-9])?$/

const hostName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,63}$/i

/** What both kinds of connection ask. */
export const auth0Asks: readonly Question<'host' | 'connection' | 'domain' | 'people'>[] = [
  { kind: 'address', name: 'host', example: 'example.eu.auth0.com', httpsOnly: true },
  { kind: 'word', name: 'connection', example: 'portico', pattern: connectionName, fallback: 'portico' },
  { kind: 'word', name: 'domain', example: 'login.example.org', pattern: hostName, fallback: '' },
  whoComes,
]

/** All connections of a tenant share one, and one more for a domain of its own. */
export const callbacks = (tenant: string, domain: string): readonly string[] =>
  [tenant, ...(domain === '' ? [] : [`https://${domain.toLowerCase()}`])].map((origin) => `${origin}/login/callback`)

/** One call of Auth0's Management API that makes a connection: by its command, which signs in itself, or with a token. */
export const auth0Api = (tenant: string, connection: object): readonly Block[] => {
  const body = `<<'CONNECTION'\n${JSON.stringify(connection, undefined, 2)}\nCONNECTION`
  const url = `${tenant}/api/v2/connections`
  const headers = `--header "authorization: Bearer $AUTH0_TOKEN" --header 'content-type: application/json'`
  return [
    {
      id: 'cli',
      into: { kind: 'command', name: 'auth0' },
      language: 'sh',
      content: `auth0 login --scopes create:connections\nauth0 api post connections --tenant ${shellWord(new URL(tenant).host)} ${body}`,
    },
    {
      id: 'curl',
      insteadOf: 'cli',
      into: { kind: 'command', name: 'curl' },
      language: 'sh',
      content: `curl --fail-with-body --request POST ${shellWord(url)} \\\n  ${headers} --data @- ${body}`,
    },
  ]
}
