import type { DemoCourse } from './demo-course.ts'
import { messyVisit } from './mess.ts'
import { row, type Span } from './rows.ts'
import { VisitMaker } from './visits.ts'
import { timeFormat } from './wall-clock.ts'

/** The visits of the span in time order, a line each, made day by day: memory holds one day. */
export function* activityRows(course: DemoCourse, span: Span): Generator<string> {
  const { plan, people, items, options } = course
  yield row('user_key', 'content_key', 'forum_key', 'timestamp')
  const userCells = people.map(({ key }) => `${key}|`)
  const itemCells = items.map(({ key, isForum }) => (isForum ? `|${key}|` : `${key}||`))
  const format = timeFormat()
  const maker = new VisitMaker(course)
  const { sheet } = maker
  const firstDay = plan.days.findLastIndex(({ start }) => start <= span.from)
  for (const day of plan.days) {
    if (day.start >= span.until) return
    // The day before the first is made as well: its sessions may go on past midnight.
    if (day.index < firstDay - 1) continue
    maker.makeDay(day.index)
    const timeText = format(day)
    for (let index = 0; index < sheet.size; index++) {
      const time = sheet.time(index)
      if (day.start + time < span.from || day.start + time >= span.until) continue
      const user = userCells[sheet.person(index)] ?? ''
      const item = itemCells[sheet.item(index)] ?? ''
      const line = `${user}${item}${timeText(time)}\n`
      yield line
      if (options.mess) {
        const messy = messyVisit(day.index, index, line)
        if (messy) yield messy
      }
    }
  }
}
