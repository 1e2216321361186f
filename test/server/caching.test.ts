import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Caller } from './support/site.ts'
import { inDbTransaction } from '#drizzle/db.ts'
import { classSize } from '#server/queries/class-size.ts'
import { ann } from './support/course.ts'
import { createCourseSite, type CourseSite } from './support/course-site.ts'

let site: CourseSite
let administrator: Caller
beforeAll(async () => {
  site = await createCourseSite()
  administrator = await site.addPerson('admin@example.edu', { isAdmin: true })
})
afterAll(() => site.drop())

const askAgain = (path: string, tag: string | null, from: Caller = site.owner) =>
  site.ask(path, { from, headers: { 'If-None-Match': tag ?? '' } })
const path = (rest: string) => `/api/courses/${site.course}${rest}`

describe('an answer of figures', () => {
  it('may be kept by the person’s own browser, which asks again each time', async () => {
    const answer = await site.askCourse('/visits/daily')
    expect(answer.headers.get('Cache-Control')).toBe('private, no-cache')
    expect(answer.headers.get('Vary')).toBe('Cookie')
    expect(answer.headers.get('ETag')).toMatch(/^"[\w-]{22}"$/)
  })

  it.each(['/visits/daily', '/top/content?week=1', '/resources/visits', '/grades', '/events'])(
    'of %s is not made again where the browser has it, nor are figures asked for',
    async (rest) => {
      const tag = (await site.askCourse(rest)).headers.get('ETag')
      const transaction = vi.spyOn(site.pool, 'getConnection')
      const again = await askAgain(path(rest), tag)
      expect(again.status).toBe(304)
      expect(await again.text()).toBe('')
      expect(again.headers.get('ETag')).toBe(tag)
      expect(again.headers.get('Cache-Control')).toBe('private, no-cache')
      expect(again.headers.get('Vary')).toBe('Cookie')
      expect(transaction).not.toHaveBeenCalled()
      transaction.mockRestore()
    },
  )

  it('is recognised in a list of tags and as a weak one', async () => {
    const tag = (await site.askCourse('/grades')).headers.get('ETag')
    expect((await askAgain(path('/grades'), `"x", W/${tag}`)).status).toBe(304)
    expect((await askAgain(path('/grades'), '"x"')).status).toBe(200)
  })

  it('is kept by nobody as CSV, which is made and written down each time', async () => {
    await site.pool.query('DELETE FROM audit_log')
    for (const rest of ['/grades?format=csv', '/students?format=csv']) {
      const answer = await askAgain(path(rest), '*')
      expect(answer.status).toBe(200)
      expect(answer.headers.get('Cache-Control')).toBe('no-store')
      expect(answer.headers.get('ETag')).toBeNull()
    }
    const courses = await site.ask('/api/courses?format=csv', { from: site.owner })
    expect(courses.headers.get('Cache-Control')).toBe('no-store')
    expect(courses.headers.get('ETag')).toBeNull()
    const [rows] = await site.pool.query('SELECT action, detail FROM audit_log ORDER BY id')
    expect(rows).toEqual(
      ['grades', 'students'].map((what) => ({
        action: 'figures.exported',
        detail: JSON.stringify({ what }),
      })),
    )
  })

  it('is another for another question and version of the figures', async () => {
    const tagOf = async (rest: string) => (await site.askCourse(rest)).headers.get('ETag')
    const tags = [
      await tagOf('/top/content'),
      await tagOf('/top/content?week=1'),
      await tagOf('/top/communication'),
    ]
    await site.pool.query('UPDATE course_offerings SET figures_version = figures_version + 1')
    tags.push(await tagOf('/top/content'))
    expect(new Set(tags).size).toBe(4)
  })

  it('is closed, tag or not, to who may not see the course', async () => {
    const tag = (await site.askCourse('/grades')).headers.get('ETag')
    const other = await site.addPerson('other@example.edu')
    expect((await askAgain(path('/grades'), tag, other)).status).toBe(404)
    expect((await site.ask(path('/grades'), { headers: { 'If-None-Match': '*' } })).status).toBe(
      401,
    )
  })

  it('carries no tag where it is a problem', async () => {
    const answer = await site.askCourse('/metrics/daily?week=9')
    expect(answer.status).toBe(400)
    expect(answer.headers.get('ETag')).toBeNull()
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
  })

  it('about one student is kept by nobody, and written down', async () => {
    await site.pool.query('DELETE FROM audit_log')
    const rest = `/visits/daily?student=${site.id(ann)}`
    const answer = await askAgain(path(rest), '*')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    expect(answer.headers.get('ETag')).toBeNull()
    const [rows] = await site.pool.query(
      'SELECT action, actor_id, course_id, detail FROM audit_log',
    )
    expect(rows).toEqual([
      {
        action: 'student.viewed',
        actor_id: site.owner.id,
        course_id: site.course,
        detail: JSON.stringify({ student: site.id(ann) }),
      },
    ])
  })
})

describe('the course itself', () => {
  it('is another answer when an import begins, ends or a title changes', async () => {
    const tag = async () => (await site.askCourse('')).headers.get('ETag')
    const tags = [await tag()]
    const [{ insertId }] = await site.pool.query<import('mysql2').ResultSetHeader>(
      `INSERT INTO imports (course_id, file_name, size_bytes, brought_by, state, created_at)
       VALUES (?, 'x.zip', 1, 'test', 'queued', UTC_TIMESTAMP(6))`,
      [site.course],
    )
    tags.push(await tag())
    await site.pool.query("UPDATE imports SET state = 'failed' WHERE id = ?", [insertId])
    tags.push(await tag())
    await site.pool.query("UPDATE course_offerings SET title = 'Another' WHERE id = ?", [
      site.course,
    ])
    tags.push(await tag())
    expect(new Set(tags).size).toBe(4)
    expect((await askAgain(path(''), tags[3] ?? '')).status).toBe(304)
  })

  it('is in the list, with its own tag', async () => {
    const answer = await site.ask('/api/courses', { from: site.owner })
    const tag = answer.headers.get('ETag')
    expect(await answer.json()).toMatchObject({
      courses: [{ id: site.course, students: 3, visitsByWeek: [4, 4], importing: false }],
    })
    expect((await askAgain('/api/courses', tag)).status).toBe(304)
    expect((await askAgain('/api/courses', tag, administrator)).status).toBe(304)
    await site.pool.query('UPDATE course_offerings SET figures_version = figures_version + 1')
    expect((await askAgain('/api/courses', tag)).status).toBe(200)
  })

  it('leaves a trace when an administrator looks at somebody else’s', async () => {
    await site.pool.query('DELETE FROM audit_log')
    await site.ask(path(''), { from: administrator })
    await site.ask(path(''), { from: site.owner })
    const [rows] = await site.pool.query('SELECT action, actor_id, course_id FROM audit_log')
    expect(rows).toEqual([
      {
        action: 'course.viewed_by_administrator',
        actor_id: administrator.id,
        course_id: site.course,
      },
    ])
  })

  it('leaves one also where only its parts are asked for, once an hour', async () => {
    await site.pool.query('DELETE FROM audit_log')
    const ask = async (from: Caller) => {
      for (const rest of ['/students', '/grades', '/search?q=a']) {
        expect((await site.ask(path(rest), { from })).status).toBe(200)
      }
      const [rows] = await site.pool.query('SELECT action, actor_id, course_id FROM audit_log')
      return rows
    }
    expect(await ask(site.owner)).toEqual([])
    const look = {
      action: 'course.viewed_by_administrator',
      actor_id: administrator.id,
      course_id: site.course,
    }
    expect(await ask(administrator)).toEqual([look])
    const start = site.clock.now
    site.clock.now = new Date(start.getTime() + 3_600_000)
    expect(await ask(administrator)).toEqual([look, look])
    site.clock.now = start
  })
})

it('reads all that an answer needs as of one instant', async () => {
  const sizes = await inDbTransaction(site.pool, async (db) => {
    const before = await classSize(db, site.course)
    await site.pool.query('UPDATE lms_users SET left_out = TRUE WHERE user_no = ?', [ann])
    return [before, await classSize(db, site.course)]
  })
  expect(sizes).toEqual([3, 3])
  expect(await classSize(site.deps.db, site.course)).toBe(2)
})
