import { parseExtraFields, type Entry, type LocalFileHeader, type ZipFile } from 'yauzl'
import { isSystemError } from '../problems.ts'
import { refuseIfTooLarge, type ArchiveLimits } from './limits.ts'
import { damaged, unsafe } from './zip-failures.ts'

const sizesFollowData = 0x8
const zip64Field = 1
const leftToZip64 = 0xffffffff

type Facts = Pick<Entry, 'crc32' | 'compressedSize' | 'uncompressedSize'>

/** Throws where an entry's own header contradicts the directory, or its data runs into what lies at `nextOffset`. */
export async function checkLocalHeader(
  zip: ZipFile,
  name: string,
  { entry, nextOffset, limits }: { entry: Entry; nextOffset: number; limits: ArchiveLimits },
) {
  const header = await readHeader(zip, name, entry)
  const facts = factsOf(header)
  // Before the contradictions: a bomb is called one even where one of its two headers says that it is small.
  refuseIfTooLarge(name, { ...entry, ...facts }, limits)
  if (!header.fileName.equals(entry.fileNameRaw)) {
    throw damaged(`${name} has another name where its data begin`)
  }
  if (header.compressionMethod !== entry.compressionMethod) {
    throw damaged(
      `the directory says that ${name} is compressed by method ${entry.compressionMethod}, its own ` +
        `header says ${header.compressionMethod}`,
    )
  }
  for (const fact of ['crc32', 'compressedSize', 'uncompressedSize'] as const) {
    const value = facts[fact]
    if (value === undefined || value === entry[fact]) continue
    throw damaged(
      `the directory gives ${entry[fact]} as ${fact} of ${name}, its own header ${value}`,
    )
  }
  if (header.fileDataStart + entry.compressedSize > nextOffset) {
    throw unsafe(`holds ${name} and something else in the same bytes`)
  }
}

async function readHeader(zip: ZipFile, name: string, entry: Entry): Promise<LocalFileHeader> {
  try {
    return await zip.readLocalFileHeaderPromise(entry)
  } catch (error) {
    if (isSystemError(error)) throw error
    throw damaged(`the header of ${name} is not where the directory says`, { cause: error })
  }
}

/** What the header itself says: nothing of what it leaves to the record after the data. */
function factsOf(header: LocalFileHeader): Partial<Facts> {
  const facts: Partial<Facts> = { crc32: header.crc32, ...sizesOf(header) }
  if ((header.generalPurposeBitFlag & sizesFollowData) === 0) return facts
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== 0 && value !== leftToZip64),
  )
}

function sizesOf(header: LocalFileHeader): Partial<Facts> {
  const { compressedSize, uncompressedSize } = header
  if (compressedSize !== leftToZip64 && uncompressedSize !== leftToZip64) {
    return { compressedSize, uncompressedSize }
  }
  const data = zip64Data(header.extraField)
  // Here, unlike in the directory, the field always holds both.
  if (!data || data.length < 16) return { compressedSize, uncompressedSize }
  return {
    uncompressedSize: Number(data.readBigUInt64LE(0)),
    compressedSize: Number(data.readBigUInt64LE(8)),
  }
}

function zip64Data(extraField: Buffer): Buffer | undefined {
  try {
    return parseExtraFields(extraField).find(({ id }) => id === zip64Field)?.data
  } catch {
    // A field that is cut off says nothing; the sizes then contradict the directory, or agree with it.
    return undefined
  }
}
