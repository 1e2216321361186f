import type { Broker } from '#lib/broker.ts'
import type { Mailer } from '#lib/mail.ts'
import type { WorkerContext } from './context.ts'
import type { Importer } from './handle-import-course.ts'
import { changeCourse, isCourseChange } from './handle-course-change.ts'
import { sendMail } from './handle-send-mail.ts'
import { answerQuestion, isQuestion } from './handle-question.ts'
import { putAside } from './put-aside.ts'
import { isTask, runTask } from './run-task.ts'

/** Tasks and mails mostly wait, for a disk or for another server: several side by side cost nothing. */
const taskSlots = 4
const mailSlots = 2

interface Doers {
  importer: Importer
  importSlots: number
  mailer: Mailer | undefined
}

/** How many connections to the database the jobs take at most. */
export const connectionsFor = (importSlots: number) => importSlots * 3 + taskSlots * 2 + mailSlots

/** Takes jobs from each queue. A queue has its own slots, so that a long import holds up nothing else. */
export function consumeJobs(
  broker: Pick<Broker, 'consume'>,
  context: WorkerContext,
  { importer, importSlots, mailer }: Doers,
): void {
  const consume: Broker['consume'] = (queue, slots, handle) =>
    broker.consume(queue, slots, async (job) => {
      if (isQuestion(job)) return answerQuestion(context.pool, job)
      const startedAt = performance.now()
      const observe = (outcome: 'done' | 'failed') =>
        context.metrics.observeJob(job.job, outcome, (performance.now() - startedAt) / 1000)
      await handle(job).catch((error: unknown) => {
        observe('failed')
        throw error
      })
      observe('done')
    })
  consume('import', importSlots, async (job) => {
    if (isCourseChange(job)) await changeCourse(context, job)
    else if (job.job !== 'import-course') return
    else if (context.imports.enabled) await importer.handle(job.importId)
    else await putAside(context, job.importId)
  })
  if (mailer) {
    consume('mail', mailSlots, async (job) => {
      if (job.job === 'send-mail') await sendMail(context, mailer, job.mailId)
    })
  } else {
    context.log.info('EMAIL_HOST is not set: no mail is written')
  }
  consume('task', taskSlots, async (job) => {
    if (isTask(job)) await runTask(context, job)
  })
}
