import type { Context } from 'hono'
import { ApiError } from '../api-error.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { fromSender } from './from-sender.ts'
import { tooLarge } from './store-upload.ts'

/**
 * Checks what a request says of its upload before a byte of it is read, then has it come, however long that
 * takes. Beside the file there may be `overheadBytes` of other things in the body.
 */
export function expectUpload(
  c: Context<SiteEnv>,
  { settings, stopping }: Pick<Deps, 'settings' | 'stopping'>,
  overheadBytes = 0,
): AsyncIterable<Uint8Array> {
  requireImporting(settings)
  const length = c.req.header('Content-Length')
  if (length === undefined && c.req.header('Transfer-Encoding') === undefined) {
    throw new ApiError(411, 'The request has no body: the file belongs there.')
  }
  const { maxUploadBytes } = settings.imports
  if (Number(length) > maxUploadBytes + overheadBytes) throw tooLarge(maxUploadBytes)
  if (c.req.header('Content-Encoding') !== undefined) {
    throw new ApiError(415, 'The body must not be encoded once more: send the zip as it is.')
  }
  if (c.req.header('Content-Range') !== undefined) {
    throw new ApiError(400, 'Parts of a file are not taken: send the whole again.')
  }
  const { body } = c.req.raw
  if (!body) throw new ApiError(400, 'The body is empty: the file belongs there.')
  c.env.expectLongBody?.()
  return fromSender(body, { stopping })
}

/** Where importing is switched off, nobody would ever run what is taken. */
export function requireImporting({ imports }: Deps['settings']): void {
  if (!imports.enabled) {
    throw new ApiError(503, 'Importing is switched off on this installation (DO_IMPORTING).')
  }
}
