import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Pool, RowDataPacket } from 'mysql2/promise'
import { ZipFile } from 'yazl'

/** Writes an export of the people and resources of course 1 with visits that it does not have yet. */
export async function exportZipFrom(pool: Pool, visits: number, path: string) {
  const lines = async (header: string, sql: string) => {
    const [rows] = await pool.query<RowDataPacket[][]>({ sql, rowsAsArray: true })
    return Buffer.from(
      [header, ...rows.map((row) => (row as unknown as string[]).join('|')), ''].join('\n'),
    )
  }
  const zip = new ZipFile()
  const add = async (name: string, header: string, sql: string) =>
    zip.addBuffer(await lines(header, sql), name)
  await add(
    'all_user.txt',
    'user_key|username|firstname|lastname|email|role',
    'SELECT user_key, username, first_name, last_name, email, role FROM lms_users',
  )
  await add(
    'all_resources.txt',
    'content_key|parent_content_key|title|resource_type',
    `SELECT r.resource_key, COALESCE(p.resource_key, ''), CONCAT('"', REPLACE(r.title, '"', '""'), '"'), r.resource_type
    FROM resources r LEFT JOIN resources p ON p.resource_no = r.parent_no WHERE NOT r.is_forum`,
  )
  await add('forums.txt', 'forum_key|user_key|thread|post|timestamp', 'SELECT 1 FROM posts LIMIT 0')
  await add(
    'assessments.txt',
    'user_key|content_key|user_grade|timestamp',
    'SELECT 1 FROM posts LIMIT 0',
  )
  await add(
    'activity.txt',
    'user_key|content_key|forum_key|timestamp',
    `SELECT u.user_key, IF(r.is_forum, '', r.resource_key), IF(r.is_forum, r.resource_key, ''),
      DATE_FORMAT(v.at + INTERVAL 1 MICROSECOND, '%Y-%m-%dT%T.%fZ')
    FROM (SELECT * FROM visits ORDER BY RAND(1) LIMIT ${visits}) v
    JOIN lms_users u USING (course_id, user_no) JOIN resources r USING (course_id, resource_no)`,
  )
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(path))
}
