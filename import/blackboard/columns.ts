import type { ExportFile } from '#shared/import.ts'

/** Columns of the five tables. The cells of a row come in this order: required, then optional. */
export const tableColumns = {
  'all_user.txt': {
    required: ['user_key', 'username', 'firstname', 'lastname', 'email'],
    optional: ['role', 'group', 'status'],
  },
  'all_resources.txt': {
    required: ['content_key', 'parent_content_key', 'title', 'resource_type'],
    optional: ['position', 'max_grade', 'due_at'],
  },
  'forums.txt': {
    required: ['forum_key', 'user_key', 'thread', 'post', 'timestamp'],
    optional: [],
  },
  'assessments.txt': {
    required: ['user_key', 'content_key', 'user_grade', 'timestamp'],
    optional: [],
  },
  'activity.txt': {
    required: ['user_key', 'content_key', 'forum_key', 'timestamp'],
    optional: [],
  },
} as const satisfies Record<
  ExportFile,
  { required: readonly string[]; optional: readonly string[] }
>

type Columns<F extends ExportFile> = [
  ...(typeof tableColumns)[F]['required'],
  ...(typeof tableColumns)[F]['optional'],
]

/** One string per declared column, in the order of `tableColumns`; '' where the row or the file has none. */
export type Cells<F extends ExportFile> = Strings<Columns<F>>
type Strings<T extends readonly unknown[]> = { readonly [I in keyof T]: string }

/** Columns that name a person or thing: blanks around a key mean nothing, those around other text stay. */
const keyColumns: readonly string[] = ['user_key', 'content_key', 'parent_content_key', 'forum_key']

export function isKeyColumn(column: string): boolean {
  return keyColumns.includes(column)
}

export function declaredColumns(file: ExportFile): string[] {
  const { required, optional } = tableColumns[file]
  return [...required, ...optional]
}
