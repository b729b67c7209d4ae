import { days } from '../../../src/lib/clock.ts'
import type { Sentences } from '../../../src/locales/sentences.ts'
import type { Brand } from '../../../src/web/ui/brand.ts'
import {
  checkboxField,
  checkboxGroup,
  radioGroup,
  selectField,
  textareaField,
  textField,
} from '../../../src/web/ui/fields.ts'
import { renderHall } from '../../../src/web/ui/hall.ts'
import { html } from '../../../src/web/ui/html.ts'
import { button, linkButton, moment, note, pasteBlock, pill, section, told } from '../../../src/web/ui/parts.ts'
import { confirmByName, pager, rowName, searchForm, table } from '../../../src/web/ui/table.ts'
import { now, type SampleData } from './sample-data.ts'

type Sample = (sentences: Sentences, brand: Brand, data: SampleData) => string

const consoleHall = ({ console, nav }: Sentences, data: SampleData) => ({
  visitor: { person: { name: data.person, detail: data.username }, administrator: true, formToken: '123' },
  ways: [
    {
      label: console.title,
      ways: [
        { label: nav.overview, href: '/console' },
        { label: nav.applications, href: '/console/applications', current: true },
      ],
      parts: [
        {
          label: nav.peopleWays,
          ways: [
            { label: nav.people, href: '/console/people' },
            { label: nav.groups, href: '/console/groups' },
          ],
        },
        { label: nav.installationWays, ways: [{ label: nav.events, href: '/console/events' }] },
      ],
    },
    { label: nav.person, ways: [{ label: nav.myApps, href: '/' }] },
  ],
})

export const consoleList: Sample = (sentences, brand, data) => {
  const { applications, enabled, disabled, managed, state } = sentences.console
  return renderHall(
    {
      ...consoleHall(sentences, data),
      title: applications.title,
      lead: applications.lead,
      action: linkButton({ label: applications.create, href: '/1' }),
      scripts: ['times.js'],
      body: html`${searchForm({ query: data.group, action: '/1' }, sentences)}${table({
        caption: applications.title,
        columns: [
          { label: applications.name },
          { label: applications.kind },
          { label: applications.lastSignIn },
          { label: state },
          { label: sentences.console.details, kind: 'actions' },
        ],
        rows: data.applications.map((name, index) => [
          rowName(name, '/1', html`<span translate="no">${data.host}</span>`),
          html`<span translate="no">${data.group}</span>`,
          moment(now - days(index), sentences),
          html`${pill(index === 1 ? disabled : enabled, index === 1 ? 'bad' : 'good')} ${index === 2 ? pill(managed) : ''}`,
          linkButton({ label: sentences.console.details, href: '/2', look: 'plain', small: true }),
        ]),
      })}${pager({ from: 1, to: 50, total: 1234, next: '/2', previous: '/0' }, sentences)}`,
    },
    sentences,
    brand,
  )
}

export const consoleNothing: Sample = (sentences, brand, data) =>
  renderHall(
    {
      ...consoleHall(sentences, data),
      title: sentences.console.events.title,
      lead: sentences.console.events.lead({ duration: '90' }),
      body: html`${searchForm({ query: '77', action: '/1', label: sentences.console.events.searchHint }, sentences)}<p>${sentences.words.nothingFound({ query: '77' })}</p>`,
    },
    sentences,
    brand,
  )

export const consoleDetail: Sample = (sentences, brand, data) => {
  const { applications } = sentences.console
  return renderHall(
    {
      ...consoleHall(sentences, data),
      title: data.applications[0],
      heading: html`<span translate="no">${data.applications[0]}</span>`,
      lead: html`<span translate="no">${data.host}</span>`,
      action: linkButton({ label: sentences.console.details, href: '/1', look: 'plain' }),
      notice: note('warning', sentences.console.secretOnce),
      scripts: ['copy.js'],
      body: html`${section({
        title: applications.settings,
        lead: applications.rotateGrace({ duration: '7' }),
        body: pasteBlock(`1=${brand.host}\n2=${'123'.repeat(40)}\n3=4`, applications.settings, sentences, 'settings'),
      })}${section({
        title: sentences.console.details,
        aside: pill(sentences.console.managed),
        body: told([
          { label: applications.clientId, value: html`<code translate="no">${'123'.repeat(9)}</code>` },
          { label: applications.accessGroups, value: applications.everybody },
        ]),
      })}${section({
        title: sentences.console.details,
        body: html`<form method="post" class="narrow">${textField({ name: 'name', label: applications.name, hint: applications.nameHint, value: data.applications[0] })}${textareaField(
          {
            name: 'uris',
            label: applications.redirectUris,
            hint: applications.redirectUrisHint,
            problem: sentences.problems.applications.fragment,
            value: '1\n2',
            exact: true,
          },
        )}${selectField({
          name: 'algorithm',
          label: applications.algorithm,
          hint: applications.algorithmHint,
          options: [{ value: '1', label: data.group, lang: 'ru' }],
        })}${radioGroup({
          name: 'consent',
          label: applications.consent,
          value: '1',
          options: [
            { value: '1', label: applications.consentExplicit },
            { value: '2', label: applications.consentImplicit, hint: applications.kindHint },
          ],
        })}${checkboxField({
          name: 'hidden',
          label: applications.hidden,
          checked: true,
          hint: applications.descriptionHint,
        })}${checkboxGroup({
          name: 'groups',
          label: applications.accessGroups,
          hint: applications.accessGroupsHint,
          options: [
            { value: '1', label: data.group, lang: 'ru', checked: true },
            { value: '2', label: data.group, lang: 'ru' },
          ],
        })}<div>${button({ label: sentences.words.save, id: 'save' })}</div></form>`,
      })}`,
    },
    sentences,
    brand,
  )
}

export const consoleDelete: Sample = (sentences, brand, data) => {
  const { applications } = sentences.console
  const [name] = data.applications
  return renderHall(
    {
      ...consoleHall(sentences, data),
      title: applications.deleteTitle({ name }),
      heading: html`<span translate="no">${name}</span>`,
      body: confirmByName(
        {
          formToken: '123',
          name,
          title: applications.deleteTitle({ name }),
          lead: applications.deleteLead,
          submit: sentences.console.delete,
          cancelHref: '/1',
          mistyped: true,
        },
        sentences,
      ),
    },
    sentences,
    brand,
  )
}
