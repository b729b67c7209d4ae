import { Problems } from '../../lib/problems.ts'
import type { Imported, Note, Plain } from '../imported.ts'
import { namesOnce } from '../names.ts'
import { readValues } from '../read-values.ts'
import { readApplication } from './applications.ts'
import { type Entries, models, readEntries } from './entries.ts'
import { readGroups, readPeople } from './people.ts'

/**
 * An authentik blueprint, or what its API answers, collected in one file. Throws `Problems` when it is neither.
 */
export const importAuthentik = async (
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Imported> => {
  const left: Note[] = []
  const warnings: Note[] = []
  const leave = (note: Note) => void left.push(note)
  const warn = (note: Note) => void warnings.push(note)
  const entries = readEntries(await readValues(text, { tags: true }), environment, leave)
  if (entries === undefined) {
    throw new Problems([
      'This is neither a blueprint (it has entries) nor an export (it has applications, providers, users, ...).',
    ])
  }
  const groups = readGroups(entries, leave)
  const people = readPeople(entries, groups, leave, warn)
  const around = { entries, people, groups, leave, warn, slugs: namesOnce() }
  const applications = entries.of(models.provider).flatMap((provider) => readApplication(provider, around) ?? [])
  tellOthers(entries, leave)
  const section = (name: string, list: readonly Plain[]) => (list.length === 0 ? {} : { [name]: list })
  return {
    file: {
      ...section(
        'groups',
        groups.map(({ name }) => ({ name })),
      ),
      ...section(
        'accounts',
        people.map(({ account }) => account),
      ),
      ...section(
        'applications',
        applications.map(({ application }) => application),
      ),
    },
    knownAs: applications.flatMap(({ knownAs }) => knownAs),
    left,
    warnings,
  }
}

/** Applications without an OAuth2 provider, and what else there is, a line for each kind. */
const tellOthers = (entries: Entries, leave: (note: Note) => void): void => {
  for (const application of entries.of(models.application)) {
    const provider = application.values['provider']
    const known = entries
      .of(models.provider)
      .some(
        (one) =>
          entries.find(models.provider, provider) === one ||
          (one.values['assigned_application_slug'] !== undefined &&
            one.values['assigned_application_slug'] === application.values['slug']),
      )
    if (!known)
      leave({ about: application.about, code: 'unsupported', detail: String(application.values['name'] ?? '') })
  }
  const ours = new Set<string>(Object.values(models))
  const counts = new Map<string, number>()
  for (const { model } of entries.all) if (!ours.has(model)) counts.set(model, (counts.get(model) ?? 0) + 1)
  for (const [model, count] of counts) leave({ about: model, code: 'not_ours', detail: String(count) })
}
