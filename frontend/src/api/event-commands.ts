import type { EventChanges } from '#shared/event-changes.ts'
import type { CourseEvent, EventInput } from '#shared/event.ts'
import { api } from './client.ts'

const { events } = api.courses[':courseId']
const of = (courseId: number) => ({ courseId: String(courseId) })

export async function makeEvent(courseId: number, event: EventInput): Promise<CourseEvent> {
  const response = await events.$post({ param: of(courseId), query: {}, json: event })
  return (await response.json()).event
}

export async function changeEvent(
  courseId: number,
  id: number,
  event: EventInput,
): Promise<CourseEvent> {
  const param = { ...of(courseId), eventId: String(id) }
  const response = await events[':eventId'].$put({ param, query: {}, json: event })
  return (await response.json()).event
}

export async function deleteEvent(courseId: number, id: number): Promise<void> {
  await events[':eventId'].$delete({ param: { ...of(courseId), eventId: String(id) }, query: {} })
}

/** Takes a calendar file in; with `dryRun` only says what that would make. */
export async function importCalendar(
  courseId: number,
  file: Blob,
  { dryRun }: { dryRun: boolean },
): Promise<EventChanges> {
  const query = { dryRun: dryRun ? ('true' as const) : ('false' as const) }
  const init = { body: file, headers: { 'Content-Type': 'text/calendar' } }
  const response = await events.import.$post({ param: of(courseId), query }, { init })
  return response.json()
}

/** Copies another course's events; with `dryRun` only says what that would make. */
export async function copyEvents(
  courseId: number,
  fromCourseId: number,
  { dryRun }: { dryRun: boolean },
): Promise<EventChanges> {
  const json = { fromCourseId, dryRun }
  const response = await events.copy.$post({ param: of(courseId), query: {}, json })
  return response.json()
}

export const calendarAddress = (courseId: number) => `/api/courses/${courseId}/events.ics`
