import { account } from './en/account.ts'
import { charts } from './en/charts.ts'
import { content } from './en/content.ts'
import { contentTypes } from './en/content-types.ts'
import { courses } from './en/courses.ts'
import { dashboard } from './en/dashboard.ts'
import { errors } from './en/errors.ts'
import { events } from './en/events.ts'
import { resources } from './en/resources.ts'
import { shell } from './en/shell.ts'
import { signIn } from './en/sign-in.ts'
import { table } from './en/table.ts'

export const en = {
  account,
  charts,
  content,
  contentTypes,
  courses,
  dashboard,
  errors,
  events,
  resources,
  shell,
  signIn,
  table,
}
