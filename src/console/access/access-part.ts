import type { ApplicationView } from '../../admin/operations/applications.ts'
import type { Html } from '../../web/ui/html.ts'
import { linkButton, section, told } from '../../web/ui/parts.ts'
import type { Desk } from '../desk.ts'

/** Rules, claims and roles have a page of their own, where what would change is shown before it does. */
export const accessPart = ({ id, accessRules, claimMappings, roles }: ApplicationView, { sentences }: Desk): Html => {
  const { access: texts, applications } = sentences.console
  const facts: readonly (readonly [string, number, string?])[] = [
    [texts.rules, accessRules.rules.length, applications.byRules({ count: accessRules.rules.length })],
    [texts.mappings, claimMappings.length],
    [texts.roles, roles.length],
  ]
  return section({
    title: texts.title,
    body: told(
      facts.filter(([, count]) => count > 0).map(([label, count, words]) => ({ label, value: words ?? String(count) })),
    ),
    aside: linkButton({ label: texts.open, href: `/console/applications/${id}/access`, look: 'plain', id: 'access' }),
    id: 'access-part',
  })
}
