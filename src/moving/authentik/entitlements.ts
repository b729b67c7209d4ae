import type { Plain } from '../imported.ts'
import type { Around } from './access.ts'
import { type Entry, models } from './entries.ts'

/**
 * authentik's entitlements of an application, as its roles: `roles` and `entitlements` then say what they said there. They are bound to groups, or to
 * people one by one, which roles here are not.
 */
export const readEntitlements = (application: Entry, { entries, groups, leave }: Around): readonly Plain[] =>
  entries
    .of(models.entitlement)
    .filter(({ values }) => entries.find(models.application, values['app']) === application)
    .flatMap((entitlement): readonly Plain[] => {
      const name = entries.value(entitlement.values['name'], `${entitlement.about}.name`)
      if (typeof name !== 'string' || name === '') {
        leave({ about: entitlement.about, code: 'malformed', detail: 'name' })
        return []
      }
      const held = entries
        .of(models.binding)
        .filter(({ values }) => values['enabled'] !== false)
        .filter(({ values }) => entries.find(models.entitlement, values['target']) === entitlement)
        .flatMap((binding): readonly string[] => {
          const { group: wanted, negate } = binding.values
          const group = groups.find(
            ({ entry, name }) => name === wanted || entry === entries.find(models.group, wanted),
          )
          if (group !== undefined && negate !== true) return [group.name]
          leave({ about: binding.about, code: 'role', detail: name })
          return []
        })
      if (held.length === 0) {
        leave({ about: entitlement.about, code: 'role', detail: name })
        return []
      }
      return [{ value: name, groups: [...new Set(held)] }]
    })
