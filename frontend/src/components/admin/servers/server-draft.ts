import type { LmsServer } from '#shared/admin.ts'

export interface ServerDraft {
  name: string
  description: string
}
export const serverDraftOf = (server?: LmsServer): ServerDraft => ({
  name: server?.name ?? '',
  description: server?.description ?? '',
})
