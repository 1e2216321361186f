import type { Ref } from 'vue'
import type { Course } from '#shared/course.ts'
import type { CourseEvent } from '#shared/event.ts'
import { deleteEvent, makeEvent } from '../../api/event-commands.ts'
import { explainError } from '../../texts/explain-error.ts'
import { texts } from '../../texts/texts.ts'
import type { Notice } from '../../composables/useNotice.ts'

const t = texts.events

interface Page {
  course: Readonly<Ref<Pick<Course, 'id'>>>
  notice: Notice
  /** Shows the events as they are now. */
  reload: () => void
}

/** Deletes events at once; the notice leads back, for all that were deleted while it stood there. */
export function useDeletedEvents({ course, notice, reload }: Page) {
  let deleted: readonly CourseEvent[] = []

  async function remove(event: CourseEvent): Promise<void> {
    if (notice.wayBack.value !== undo) deleted = []
    try {
      await deleteEvent(course.value.id, event.id)
    } catch (error) {
      notice.say(t.notDeleted(event.title, explainError(error)), deleted.length > 0 ? undo : null)
      return
    }
    deleted = [...deleted, event]
    const { length } = deleted
    notice.say(length === 1 ? t.deleted(event.title) : t.deletedSeveral(length), undo)
    reload()
  }

  /** Makes the events anew. Those that could not be made stay, to be tried once more. */
  async function undo(): Promise<void> {
    const all = deleted
    deleted = []
    let made = 0
    try {
      for (const { id: _, ...event } of all) {
        await makeEvent(course.value.id, event)
        made += 1
      }
      const [only] = all
      if (only) notice.say(all.length === 1 ? t.restored(only.title) : t.restoredSeveral(made))
    } catch (error) {
      deleted = all.slice(made)
      notice.say(t.notRestored(explainError(error)), undo)
    }
    reload()
  }
  return { remove }
}
