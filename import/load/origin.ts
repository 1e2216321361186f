/** Where an export may really come from: other courses of its LMS server, and earlier imports. */
import type { Pool } from 'mysql2/promise'
import { selectRows } from './sql.ts'

export interface KnowingCourse {
  code: string
  title: string
  /** How many of the keys it has. */
  known: number
}

/**
 * The other course of the same LMS server that knows most of these keys of resources. Looks up each key in each
 * of these courses, by the index of keys.
 */
export async function selectKnowingCourse(
  pool: Pool,
  courseId: number,
  keys: readonly string[],
): Promise<KnowingCourse | undefined> {
  const [course] = await selectRows<KnowingCourse>(
    pool,
    `SELECT c.code, c.title, COUNT(*) AS known
    FROM course_offerings own
    JOIN course_offerings c ON c.lms_server_id = own.lms_server_id AND c.id <> own.id
    JOIN resources r ON r.course_id = c.id AND r.is_forum = FALSE AND r.resource_key IN (?)
    WHERE own.id = ? GROUP BY c.id, c.code, c.title ORDER BY known DESC, c.id LIMIT 1`,
    [keys, courseId],
  )
  return course
}

/** A succeeded import of the same course whose file was the same, byte for byte. By the course's index. */
export async function selectSameImport(pool: Pool, importId: number): Promise<number | undefined> {
  const [same] = await selectRows<{ id: number }>(
    pool,
    `SELECT o.id FROM imports i
    JOIN imports o ON o.course_id = i.course_id AND o.sha256 = i.sha256
    WHERE i.id = ? AND o.id <> i.id AND o.state = 'succeeded' ORDER BY o.id DESC LIMIT 1`,
    [importId],
  )
  return same?.id
}
