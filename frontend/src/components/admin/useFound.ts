import { watch } from 'vue'
import type { Question } from '../../api/questions.ts'
import { useAnswer } from '../../composables/useAnswer.ts'
import { explainError } from '../../texts/explain-error.ts'
import type { useDoing } from './useDoing.ts'
import type { List } from './useList.ts'

/**
 * Finds what the address says something is done to, by its id: among the rows that are shown, or, since a link
 * may have come from elsewhere, by asking for it.
 */
export function useFound<Row extends { id: number }>(
  { rows, answer }: Pick<List<Row>, 'rows' | 'answer'>,
  { doing, notice, close }: Pick<ReturnType<typeof useDoing>, 'doing' | 'notice' | 'close'>,
  ask: (id: string) => Question<Row>,
) {
  const shown = (id: string) => rows.value.find((row) => String(row.id) === id)
  const asked = useAnswer(() => {
    const id = doing.value?.to ?? ''
    const isElsewhere = /^[1-9]\d*$/.test(id) && answer.data.value !== null && !shown(id)
    return isElsewhere ? ask(id) : null
  })
  watch(asked.error, (error) => {
    if (error === null) return
    close()
    notice.say(explainError(error))
  })
  return (id: string): Row | undefined => {
    const { value } = asked.data
    return shown(id) ?? (value !== null && String(value.id) === id ? value : undefined)
  }
}
