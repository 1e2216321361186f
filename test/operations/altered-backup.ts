import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

/** Writes a backup with a further statement at its end to another path, with the checksum that belongs to it. */
export async function writeAltered(backup: string, path: string, statement: string) {
  const sql = gunzipSync(await readFile(backup)).toString()
  const bytes = gzipSync(`${sql}\n${statement};\n`)
  await writeFile(path, bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await writeFile(`${path}.sha256`, `${sha256}  ${basename(path)}\n`)
}
