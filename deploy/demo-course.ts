import { demoCourse, demoEvents } from '#cli/demo-export/demo-events.ts'
import type { DemoOptions } from '#cli/demo-export/options.ts'
import {
  adminCourseAnswerSchema,
  adminCourseListSchema,
  adminUserListSchema,
  lmsServerAnswerSchema,
  lmsServerListSchema,
} from '#shared/admin.ts'
import { addDays, weekdayOf } from '#shared/calendar-days.ts'
import type { Course } from '#shared/course.ts'
import { eventAnswerSchema, eventListSchema } from '#shared/event.ts'
import type { SiteClient } from './site-client.ts'

const serverName = 'Demo Blackboard'
const weeksSoFar = 10
const size = { students: 120, weeks: 14, visits: 100_000, seed: 1 }

interface Wanted {
  today: string
  timeZone: string
  ownerEmail: string
}

/**
 * The demo course with its events, made as an administrator makes one: over the site's interface. What
 * an earlier start has made is used, and what it could not finish is added.
 */
export async function findOrMakeDemoCourse(
  site: SiteClient,
  wanted: Wanted,
): Promise<{ course: Course; options: DemoOptions }> {
  const startDate = addDays(wanted.today, 1 - weekdayOf(wanted.today) - 7 * weeksSoFar)
  const course = await findOrMakeCourse(site, { ...size, ...wanted, startDate }, wanted.ownerEmail)
  const { weeks, timeZone } = course
  const options = { ...size, weeks, timeZone, startDate: course.startDate }
  await addMissingEvents(site, course, options)
  return { course, options }
}

async function findOrMakeCourse(
  site: SiteClient,
  options: DemoOptions,
  ownerEmail: string,
): Promise<Course> {
  const wanted = demoCourse(options)
  const { courses } = await site.get('/api/admin/courses', adminCourseListSchema)
  const found = courses.find(({ code }) => code === wanted.code)
  if (found) return found
  const { users } = await site.get('/api/admin/users', adminUserListSchema)
  const ownerIds = users.filter(({ email }) => email === ownerEmail).map(({ id }) => id)
  const lmsServerId = await findOrMakeServer(site)
  const body = { ...wanted, lmsServerId, ownerIds }
  return (await site.post('/api/admin/courses', body, adminCourseAnswerSchema)).course
}

async function findOrMakeServer(site: SiteClient): Promise<number> {
  const { lmsServers } = await site.get('/api/admin/lms-servers', lmsServerListSchema)
  const found = lmsServers.find(({ name }) => name === serverName)
  if (found) return found.id
  const body = { name: serverName, description: 'Where the exports of the demo come from' }
  return (await site.post('/api/admin/lms-servers', body, lmsServerAnswerSchema)).lmsServer.id
}

async function addMissingEvents(site: SiteClient, course: Course, options: DemoOptions) {
  const path = `/api/courses/${course.id}/events`
  const { events } = await site.get(path, eventListSchema)
  const known = new Set(events.map(({ title }) => title))
  for (const event of demoEvents(options).filter(({ title }) => !known.has(title))) {
    await site.post(path, event, eventAnswerSchema)
  }
}
