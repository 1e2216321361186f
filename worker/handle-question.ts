import type { Pool } from 'mysql2/promise'
import type { Job } from '#lib/jobs.ts'
import { change } from './sql.ts'

export type Question = Extract<Job, { questionId: number }>

export const isQuestion = (job: Job): job is Question => 'questionId' in job

/** A check asks whether anybody takes jobs from this queue: the first answer counts. */
export async function answerQuestion(pool: Pool, { questionId }: Question): Promise<void> {
  await change(
    pool,
    'UPDATE queue_questions SET answered_at = UTC_TIMESTAMP(6) WHERE id = ? AND answered_at IS NULL',
    [questionId],
  )
}
