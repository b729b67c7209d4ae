import type { Application } from './application.ts'

export type Access = { readonly allowed: true } | { readonly allowed: false; readonly reason: 'not_in_group' }

/** Whether a person may enter an application. `groupIds` are the person's. Pure; the only place where that is decided. */
export const decideAccess = (application: Pick<Application, 'accessGroups'>, groupIds: readonly string[]): Access =>
  application.accessGroups.length === 0 || application.accessGroups.some((id) => groupIds.includes(id))
    ? { allowed: true }
    : { allowed: false, reason: 'not_in_group' }
