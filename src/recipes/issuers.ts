/** Asked where people come from authentik and want to change the host and nothing else. */
export const issuers = ['global', 'application'] as const
