import type { SessionInfo } from '#shared/session.ts'
import type { SessionRow } from '../repositories/sessions.ts'

export function sessionOf(row: SessionRow & { isCurrent: boolean }): SessionInfo {
  const { id, createdAt, lastUsedAt, expiresAt, userAgent, isCurrent } = row
  return {
    id,
    createdAt: createdAt.toISOString(),
    lastUsedAt: (lastUsedAt ?? createdAt).toISOString(),
    expiresAt: expiresAt.toISOString(),
    userAgent,
    isCurrent,
  }
}
