import { computed, onBeforeUnmount, onMounted, reactive } from 'vue'
import type { Import } from '#shared/import.ts'
import {
  cancelImport,
  rejectsAddress,
  retryImport,
  undoImport,
} from '../../../api/admin-commands.ts'
import { adminTexts } from '../../../texts/admin-texts.ts'
import type { RowAction } from '../row-action.ts'
import { useDoing } from '../useDoing.ts'
import { allSkipped } from './import-columns.ts'

const t = adminTexts.imports

interface Page {
  reload: () => void
  /** What was known of how an import gets on holds no longer. */
  forget: (id: number) => void
  /** An import of the page by its id. */
  find: (id: string) => Import | undefined
}

/** What can be done with imports, on their list and on the page of one. */
export function useImportActions({ reload, forget, find }: Page) {
  const { doing, notice, start, done, act, close, dismiss } = useDoing({ reload })

  const retry = ({ id, fileName }: Import) =>
    act(
      async () => {
        await retryImport(id)
        forget(id)
      },
      t.retried(fileName),
      (why) => t.notDone(fileName, why),
    )
  const { isBeingUndone, expectUndone } = useUndone(reload, find)

  const actionsOf = (one: Import, state: Import['state']) =>
    offeredActions(one, {
      retry: state === 'failed' && (() => void retry(one)),
      cancel: state === 'queued' && (() => start('cancel', one.id)),
      undo: state === 'succeeded' && !isBeingUndone(one.id) && (() => start('undo', one.id)),
    })

  /** What is asked before, where it is not easily undone. */
  const asked = computed(() => {
    const now = doing.value
    const one = now && find(now.to)
    if (!one) return null
    const { id, fileName } = one
    switch (now.what) {
      case 'cancel':
        return {
          ...cancelQuestion(one),
          send: async () => void (await cancelImport(id)),
          onDone: () => done(t.cancelled(fileName)),
        }
      case 'undo':
        return {
          ...undoQuestion(one),
          send: async () => {
            await undoImport(id)
            expectUndone(id)
          },
          onDone: () => done(t.undoing(fileName)),
        }
      default:
        return null
    }
  })
  return { asked, notice, actionsOf, close, dismiss }
}

type Offer = (() => void) | false

function offeredActions(
  one: Import,
  { retry, cancel, undo }: Record<'retry' | 'cancel' | 'undo', Offer>,
): RowAction[] {
  // Of a failed import rows are kept only where it is they that made it fail.
  const hasRejects = one.failure?.code === 'nothing_fits' || allSkipped(one) > 0
  const rejects = { label: t.rejects, icon: 'i-lucide-download', href: rejectsAddress(one.id) }
  const offered: (RowAction | false)[] = [
    retry && { label: t.retry, icon: 'i-lucide-rotate-cw', run: retry },
    cancel && { label: t.cancel, icon: 'i-lucide-ban', run: cancel },
    undo && { label: t.undo, icon: 'i-lucide-undo-2', run: undo },
    hasRejects && rejects,
  ]
  return offered.filter((action) => action !== false)
}

const cancelQuestion = ({ fileName, courseCode }: Import) => ({
  title: t.cancelTitle,
  lead: t.cancelLead(fileName, courseCode),
  action: t.cancel,
})
const undoQuestion = ({ fileName, courseCode }: Import) => ({
  title: t.undoTitle,
  lead: t.undoLead(fileName, courseCode),
  action: t.undo,
})

const lookMilliseconds = 1500
const mostLooks = 400

/** A worker undoes an import soon, and no stream tells of it: one looks until it is done. */
function useUndone(reload: Page['reload'], find: Page['find']) {
  const expected = reactive(new Map<number, number>())
  let timer: ReturnType<typeof setInterval> | undefined

  function look(): void {
    for (const [id, looks] of expected) {
      const isDone = find(String(id))?.state !== 'succeeded'
      if (isDone || looks >= mostLooks) expected.delete(id)
      else expected.set(id, looks + 1)
    }
    if (expected.size > 0) reload()
  }
  onMounted(() => (timer = setInterval(look, lookMilliseconds)))
  onBeforeUnmount(() => clearInterval(timer))
  return {
    isBeingUndone: (id: number) => expected.has(id),
    expectUndone: (id: number) => void expected.set(id, 0),
  }
}
