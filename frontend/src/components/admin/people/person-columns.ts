import type { AdminUser } from '#shared/admin.ts'
import { adminTexts } from '../../../texts/admin-texts.ts'
import { actionsColumn, type Column } from '../../table/column.ts'

const t = adminTexts.people

export const roleOf = ({ isAdmin }: AdminUser) => (isAdmin ? t.roles.administrator : t.roles.owner)

export function stateOf({ isActive, hasPassword }: AdminUser): string {
  if (!isActive) return t.states.deactivated
  return hasPassword ? t.states.active : t.states.invited
}

export const personColumns = (instantText: (instant: string) => string): Column<AdminUser>[] => [
  { id: 'name', kind: 'text', header: t.columns.name, value: ({ name }) => name },
  {
    id: 'email',
    kind: 'text',
    isMinor: true,
    header: t.columns.email,
    value: ({ email }) => email,
  },
  {
    id: 'role',
    kind: 'text',
    isMinor: true,
    isUnsorted: true,
    header: t.columns.role,
    value: roleOf,
  },
  {
    id: 'state',
    kind: 'text',
    isMinor: true,
    isUnsorted: true,
    header: t.columns.state,
    definition: t.stateDefinition,
    value: stateOf,
  },
  {
    id: 'createdAt',
    kind: 'text',
    isMinor: true,
    header: t.columns.since,
    value: ({ createdAt }) => createdAt,
    text: ({ createdAt }) => instantText(createdAt),
  },
  actionsColumn(adminTexts.list.actions),
]
