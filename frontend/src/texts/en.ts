import { account } from './en/account.ts'
import { beforeAfter } from './en/before-after.ts'
import { categories } from './en/categories.ts'
import { charts } from './en/charts.ts'
import { contentTypes } from './en/content-types.ts'
import { courses } from './en/courses.ts'
import { dashboard } from './en/dashboard.ts'
import { errors } from './en/errors.ts'
import { events } from './en/events.ts'
import { imports } from './en/imports.ts'
import { resource } from './en/resource.ts'
import { newPassword } from './en/new-password.ts'
import { palette } from './en/palette.ts'
import { resources } from './en/resources.ts'
import { shell } from './en/shell.ts'
import { signIn } from './en/sign-in.ts'
import { students } from './en/students.ts'
import { table } from './en/table.ts'

export const en = {
  account,
  beforeAfter,
  categories,
  charts,
  contentTypes,
  courses,
  dashboard,
  errors,
  events,
  imports,
  resource,
  newPassword,
  palette,
  resources,
  shell,
  signIn,
  students,
  table,
}
