import type { Pool, ResultSetHeader } from 'mysql2/promise'
import { madeUpNames } from './made-up-name.ts'
import type { RealNames } from './real-names.ts'

/** Tables that tell about people and that a copy does without. */
const emptied = [
  'sessions',
  'password_resets',
  'sign_in_failures',
  'mails',
  'audit_log',
  'import_changes',
  'left_out_people',
  'heartbeats',
  'task_runs',
  'queue_questions',
  'backups',
]

const address = (login: string) => `CONCAT(${login}, '@staging.invalid')`
const ownLogin = "CONCAT('person', id)"
const lmsLogin = "CONCAT('student', course_id, 'x', user_no)"

/** Gives everybody another name, address and login; nobody can sign in any more. Answers how many there are. */
export async function makeUpPeople(pool: Pool, names: RealNames): Promise<number> {
  for (const table of emptied) await pool.query(`DELETE FROM ${table}`)
  // Keys, in which a name cannot become `…`: two rows could become one.
  await pool.query("UPDATE lms_servers SET token_hash = NULL, name = CONCAT('LMS ', id)")
  await pool.query("UPDATE course_offerings SET code = CONCAT('C', id)")
  await pool.query('UPDATE imports SET receipt = NULL, failure_text = NULL, worker = NULL')
  const [own] = await pool.query<ResultSetHeader>(
    `UPDATE users SET name = CONCAT('Person ', id), email = ${address(ownLogin)}, password_hash = NULL,
            oidc_subject_hash = NULL`,
  )
  const made = madeUpNames(names.words)
  const pick = (step: string) => `ELT(1 + MOD(${step}, ?), ?)`
  const [lms] = await pool.query<ResultSetHeader>(
    `UPDATE lms_users
        SET first_name = ${pick('user_no * 7 + course_id')},
            last_name = ${pick('user_no * 31 + course_id * 3')},
            email = ${address(lmsLogin)}, username = ${lmsLogin},
            user_key = CONCAT('key', user_no), role = IF(is_student, 'student', 'staff')`,
    [made.length, made, made.length, made],
  )
  return own.affectedRows + lms.affectedRows
}
