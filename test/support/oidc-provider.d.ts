/** What the tests use of oidc-provider, which ships without types. */
declare module 'oidc-provider' {
  import type { EventEmitter } from 'node:events'
  import type { IncomingMessage, ServerResponse } from 'node:http'

  interface InteractionDetails {
    readonly prompt: { readonly name: string; readonly details: Record<string, unknown> }
    readonly params: Record<string, unknown>
    readonly session?: { readonly accountId: string }
    readonly grantId?: string
  }

  interface Grant {
    addOIDCScope(scope: string): void
    save(): Promise<string>
  }

  export const interactionPolicy: {
    base(): { add(prompt: object, at?: number): void }
    readonly Prompt: new (described: { name: string; requestable: boolean }) => object
  }

  export class Provider extends EventEmitter {
    constructor(issuer: string, configuration: object)
    proxy: boolean
    readonly Grant: { find(id: string): Promise<Grant | undefined> } & (new (of: {
      accountId: string | undefined
      clientId: unknown
    }) => Grant)
    callback(): (request: IncomingMessage, response: ServerResponse) => void
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<InteractionDetails>
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>
  }
}
