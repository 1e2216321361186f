import type { Broker } from '#lib/broker.ts'
import type { Mailer } from '#lib/mail.ts'
import type { WorkerContext } from './context.ts'
import type { Importer } from './handle-import-course.ts'
import { changeCourse, isCourseChange } from './handle-course-change.ts'
import { sendMail } from './handle-send-mail.ts'
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
  if (context.imports.enabled) {
    broker.consume('import', importSlots, async (job) => {
      if (job.job === 'import-course') await importer.handle(job.importId)
      else if (isCourseChange(job)) await changeCourse(context, job)
    })
  }
  if (mailer) {
    broker.consume('mail', mailSlots, async (job) => {
      if (job.job === 'send-mail') await sendMail(context, mailer, job.mailId)
    })
  } else {
    context.log.info('EMAIL_HOST is not set: no mail is written')
  }
  broker.consume('task', taskSlots, async (job) => {
    if (isTask(job)) await runTask(context, job)
  })
}
