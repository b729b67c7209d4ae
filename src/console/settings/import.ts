import { applyDraft, draftImport } from '../../admin/moving/import-draft.ts'
import { type ImportKind, importKinds } from '../../admin/moving/import-read.ts'
import { Problems } from '../../lib/problems.ts'
import { note } from '../../web/ui/parts.ts'
import { choiceOf } from '../choices.ts'
import { askAgain, atDesk, type Desk, typedAt } from '../desk.ts'
import { importHome, showImportDone, showImportForm, showImportPreview } from './import-page.ts'

const mostBytes = 1024 * 1024

/** `GET /console/import`. */
export const moveIn = atDesk(async (desk) => {
  const typed = typedAt(desk, importHome)
  return showImportForm(
    desk,
    { from: typed === undefined ? 'dex' : choiceOf(typed, 'from', importKinds), text: '' },
    200,
  )
})

/** `POST /console/import`: reads the file and shows what would change. */
export const readMoveIn = atDesk(async (desk) => {
  const again = await askAgain(desk, importHome, ['text'])
  if (again !== undefined) return again
  const { world, visit, by } = desk
  const form = await visit.form()
  const from = choiceOf(form, 'from', importKinds)
  const file = await visit.file('file')
  const typed = form.get('text') ?? ''
  const text = file === undefined ? typed : new TextDecoder().decode(file)
  if (text.trim() === '') return showImportForm(desk, { from, text: typed, problem: 'required' }, 400)
  if (Buffer.byteLength(text) > mostBytes) return showImportForm(desk, { from, text: '', problem: 'tooLong' }, 400)
  return orProblems(desk, from, async () =>
    showImportPreview(desk, await draftImport(world, { from, text }, visit.base, by), undefined, 200),
  )
})

/** `POST /console/import/apply`: does what was shown. Whoever had it read said who they are, not long before. */
export const movedIn = atDesk(async (desk) => {
  const { world, visit, by, sentences } = desk
  const { moveIn: texts } = sentences
  const form = await visit.form()
  const shown = { draft: form.get('draft') ?? '', seen: form.get('seen') ?? '' }
  return orProblems(desk, 'dex', async () => {
    const done = await applyDraft(world, shown, visit.base, by)
    if (done.outcome === 'done') return showImportDone(desk, done.result)
    if (done.outcome === 'other') return showImportPreview(desk, done.shown, note('warning', texts.other), 409)
    return showImportForm(desk, { from: 'dex', text: '', notice: note('wrong', texts.gone) }, 400)
  })
})

/** What stands in the way is said; the file, which is full of secrets, is not sent back. */
const orProblems = async (desk: Desk, from: ImportKind, work: () => Promise<Response>): Promise<Response> => {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Problems)) throw error
    return showImportForm(desk, { from, text: '', problems: error.problems }, 400)
  }
}
