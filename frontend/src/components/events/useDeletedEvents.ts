import { computed, ref, shallowRef, type Ref } from 'vue'
import type { Course } from '#shared/course.ts'
import type { CourseEvent } from '#shared/event.ts'
import { deleteEvent, makeEvent } from '../../api/event-commands.ts'
import { explainError } from '../../texts/explain-error.ts'
import { texts } from '../../texts/texts.ts'

const t = texts.events

/** Deleting events at once, with a way back for all that were deleted since the notice was dismissed. */
export function useDeletedEvents(course: Readonly<Ref<Pick<Course, 'id'>>>, reload: () => void) {
  const deleted = shallowRef<readonly CourseEvent[]>([])
  const message = ref('')

  function say(words: string): void {
    message.value = words
    deleted.value = []
  }

  async function remove(event: CourseEvent): Promise<void> {
    try {
      await deleteEvent(course.value.id, event.id)
    } catch (error) {
      message.value = t.notDeleted(event.title, explainError(error))
      return
    }
    deleted.value = [...deleted.value, event]
    const { length } = deleted.value
    message.value = length === 1 ? t.deleted(event.title) : t.deletedSeveral(length)
    reload()
  }

  /** Makes the events anew; those that could not be made stay to be tried again. */
  async function undo(): Promise<void> {
    const all = deleted.value
    try {
      for (const { id: _, ...event } of all) {
        await makeEvent(course.value.id, event)
        deleted.value = deleted.value.slice(1)
      }
      const [only, ...others] = all
      say(only && others.length === 0 ? t.restored(only.title) : t.restoredSeveral(all.length))
    } catch (error) {
      message.value = t.notRestored(explainError(error))
    }
    reload()
  }
  return { message, canUndo: computed(() => deleted.value.length > 0), remove, undo, say }
}
