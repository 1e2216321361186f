import { nextTick, onBeforeUnmount, type Ref } from 'vue'
import type { Course } from '#shared/course.ts'
import { ApiError } from '../../api/api-error.ts'
import { leaveOut } from '../../api/commands.ts'
import type { Notice } from '../../composables/useNotice.ts'
import { explainError } from '../../texts/explain-error.ts'
import { texts } from '../../texts/texts.ts'
import type { Student } from './student-state.ts'

const t = texts.students
/** When to look for figures that follow a choice: a worker counts them. Unchanged ones cost next to nothing. */
const pausesMilliseconds = [0, 400, 1000, 2500, 6000]

type Person = Pick<Student, 'id' | 'name'>

interface Setting {
  course: Readonly<Ref<Pick<Course, 'id'>>>
  notice: Notice
  /** Asks anew for whatever shows figures. */
  reload: () => void
}

/** Leaves students out of the figures and takes them in again, each with the way back. */
export function useLeftOut({ course, notice, reload }: Setting) {
  let timers: ReturnType<typeof setTimeout>[] = []
  const stop = () => timers.forEach(clearTimeout)
  onBeforeUnmount(stop)

  function reloadUntilCounted() {
    stop()
    timers = pausesMilliseconds.map((pause) => setTimeout(reload, pause))
  }

  /** What was pressed: the focus comes back there from the notice. */
  let pressed: Element | null = null

  function choose(person: Person, leftOut: boolean): Promise<void> {
    pressed = document.activeElement
    return change(person, leftOut)
  }

  async function dismiss(): Promise<void> {
    notice.dismiss()
    await nextTick()
    const target = pressed?.isConnected ? pressed : document.querySelector('h1')
    if (target instanceof HTMLElement) target.focus()
  }

  async function change(person: Person, leftOut: boolean): Promise<void> {
    try {
      await leaveOut(course.value.id, person.id, leftOut)
      const words = leftOut ? t.leftOutDone(person.name) : t.takenInDone(person.name)
      notice.say(words, () => change(person, !leftOut))
    } catch (error) {
      notice.say(explain(person, error))
    }
    // After a refusal, too: the choice may be kept though nobody could be asked to count.
    reloadUntilCounted()
  }
  return { choose, dismiss }
}

function explain({ name }: Person, error: unknown): string {
  const isKept = error instanceof ApiError && error.status === 503
  return isKept ? error.message : t.notChanged(name, explainError(error))
}
