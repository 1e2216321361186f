import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { withoutSiteState } from './without-site-state.ts'

const table = (name: string) =>
  `-- Table structure for table \`${name}\`\nDROP TABLE \`${name}\`;\nINSERT INTO \`${name}\`;\n`

test.each([1, 7, 1000])('site_state is left out of a dump in chunks of %i bytes', async (size) => {
  const dump = Buffer.from(`${table('a')}${table('site_state')}${table('users')}-- Dump completed`)
  const chunks = Array.from({ length: Math.ceil(dump.length / size) }, (_, index) =>
    dump.subarray(index * size, (index + 1) * size),
  )
  const left = await text(Readable.from(chunks).pipe(withoutSiteState()))
  expect(left).toBe(`${table('a')}${table('users')}-- Dump completed`)
})
