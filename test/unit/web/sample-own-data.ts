import type { Sentences } from '../../../src/locales/sentences.ts'
import { dataPage } from '../../../src/web/account/data-page.ts'
import { type DeleteView, deletedPage, deletePage } from '../../../src/web/account/delete-page.ts'
import { type ProfileView, profilePage } from '../../../src/web/account/profile-page.ts'
import type { Brand } from '../../../src/web/ui/brand.ts'
import { undoNote, undoneNote } from '../../../src/web/ui/undo-note.ts'
import type { SampleData } from './sample-data.ts'

/** A picture, a copy of everything, and the way out. */
export const sampleOwnDataPages = (
  sentences: Sentences,
  brand: Brand,
  data: SampleData,
): Readonly<Record<string, string>> => {
  const person = { name: data.person, detail: data.username }
  const visitor = { person, administrator: false, formToken: '123' }
  const profile = (view: Partial<ProfileView>): string =>
    profilePage(
      {
        visitor,
        username: data.username,
        values: { name: data.person, locale: '' },
        email: data.email,
        emailState: 'verified',
        picture: { person },
        ...view,
      },
      sentences,
      brand,
    )
  const leave = (view: Partial<DeleteView>): string =>
    deletePage({ visitor, name: data.person, username: data.username, applications: 3, ...view }, sentences, brand)
  const { avatar } = sentences.problems.fields
  return {
    'picture-set': profile({ picture: { person: { ...person, picture: '/assets/mark.svg' }, set: true } }),
    'picture-removed': profile({
      undo: undoNote(
        {
          ...{ what: 'avatar', name: '', secret: '1', action: '/account/undo', page: '/account' },
          formToken: visitor.formToken,
        },
        sentences,
      ),
    }),
    'picture-undone': profile({ undo: undoneNote('back', sentences) }),
    'picture-late': profile({ undo: undoneNote('late', sentences) }),
    'picture-taken': profile({ undo: undoneNote('taken', sentences) }),
    'picture-problem': profile({ problems: { avatar: avatar.malformed } }),
    'own-data': dataPage({ visitor }, sentences, brand),
    'own-data-again': dataPage({ visitor, againHref: '/1', managed: true }, sentences, brand),
    'delete-account': leave({}),
    'delete-account-mistyped': leave({ mistyped: true, applications: 1 }),
    'delete-account-last': leave({ last: true, applications: 0 }),
    'account-deleted': deletedPage(sentences, brand),
  }
}
