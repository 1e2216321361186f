import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { ZipFile, type Options } from 'yazl'
import { exportFiles, type ExportFile } from '#shared/import.ts'
import { contentOf } from './broken-zips.ts'

/** The five files as an ordinary library packs them; `streamed` writes their sizes after the data. */
export async function yazlZip(
  options: Partial<Options>,
  streamed = false,
  content: (file: ExportFile) => string = contentOf,
): Promise<Buffer> {
  const zip = new ZipFile()
  for (const file of exportFiles) {
    if (streamed) zip.addReadStream(Readable.from([Buffer.from(content(file))]), file, options)
    else zip.addBuffer(Buffer.from(content(file)), file, options)
  }
  zip.end({ forceZip64Format: options.forceZip64Format ?? false, comment: '' })
  return await buffer(zip.outputStream)
}
