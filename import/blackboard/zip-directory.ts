import type { FileHandle } from 'node:fs/promises'
import { getFileNameLowLevel, type Entry, type ZipFile } from 'yauzl'
import { exportFiles, type ExportFile } from '#shared/import.ts'
import { ExportUnusable, isSystemError, shown } from '../problems.ts'
import { readAt, type EndRecord } from './end-record.ts'
import { refuseIfTooLarge, type ArchiveLimits } from './limits.ts'
import { missingFiles } from './missing-files.ts'
import { damaged, unsafe } from './zip-failures.ts'

interface NamedEntry {
  name: string
  entry: Entry
}

/** The entries of the five files, by name. */
type RequiredEntries = Record<ExportFile, Entry>

const encryptionFlags = 0x41
const fileTypeMask = 0o170000
const regularFile = 0o100000
const longestName = 1024

/** Every entry that the directory lists, once it proves to be as long as the end record says. */
export async function readEntries(
  zip: ZipFile,
  file: FileHandle,
  end: EndRecord,
): Promise<NamedEntry[]> {
  const entries: NamedEntry[] = []
  let bytes = 0
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileNameRaw, generalPurposeBitFlag, extraFields } = entry
      const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true)
      entries.push({ name, entry })
      bytes += 46 + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength
    }
  } catch (error) {
    if (isSystemError(error)) throw error
    // Strong encryption ends the listing, too: the flags of the entry that was next tell.
    const flags = await readAt(file, end.directoryOffset + bytes + 8, 2)
    if (flags.length === 2 && flags.readUInt16LE(0) & encryptionFlags) throw encrypted('an entry')
    throw damaged(`its directory cannot be read after ${entries.length} entries`, { cause: error })
  }
  if (bytes !== end.directoryBytes) {
    throw damaged(
      `the ${entries.length} entries that it counts take up ${bytes} bytes of a directory of ` +
        `${end.directoryBytes} bytes`,
    )
  }
  return entries
}

/** Picks the five files, after judging what can be judged before any entry is looked at. */
export function requiredEntries(
  entries: NamedEntry[],
  end: EndRecord,
  limits: ArchiveLimits,
): RequiredEntries {
  const isRequired = ({ name }: NamedEntry) => exportFiles.some((file) => file === name)
  const required = new Map<string, Entry>()
  for (const { name, entry } of entries.filter(isRequired)) {
    if (required.has(name)) throw unsafe(`holds ${name} twice`)
    refuseUnlessRegular(name, entry)
    refuseIfTooLarge(name, entry, limits)
    required.set(name, entry)
  }
  refuseUnsafeNames(entries)
  refuseOverlaps(entries, end)
  if (required.size < exportFiles.length) throw missingFiles(entries.map(({ name }) => name))
  for (const [name, entry] of required) refuseUnlessReadable(name, entry)
  return Object.fromEntries(required) as RequiredEntries
}

function encrypted(name: string): ExportUnusable {
  return new ExportUnusable(
    'unsupported_zip',
    `In the zip ${name} is encrypted. Export it without a password.`,
  )
}

function refuseUnlessRegular(name: string, entry: Entry) {
  const type = (entry.externalFileAttributes >>> 16) & fileTypeMask
  if (type !== 0 && type !== regularFile) throw unsafe(`holds ${name} as a link or special file`)
}

function refuseUnlessReadable(name: string, entry: Entry) {
  if (entry.isEncrypted()) throw encrypted(name)
  if (entry.canDecodeFileData()) return
  throw new ExportUnusable(
    'unsupported_zip',
    `In the zip ${name} is compressed by method ${entry.compressionMethod}; only stored (0) and ` +
      'deflated (8) entries can be read. Pack it with an ordinary zip program.',
  )
}

/** Names that lead out of the archive or are cut at a NUL: whoever wrote one, of any entry, means no good. */
function refuseUnsafeNames(entries: NamedEntry[]) {
  const unsafeName = entries.find(({ name }) => isUnsafeName(name))
  if (unsafeName) throw unsafe(`holds an entry named ${shown(unsafeName.name)}`)
}

function isUnsafeName(name: string): boolean {
  const leadsOut = /^[/\\]|^[a-z]:/i.test(name) || name.split(/[/\\]/).includes('..')
  return leadsOut || name.includes('\0') || name.length > longestName
}

/** Entries that share bytes are how a small file unpacks to terabytes; no two of an export do. */
function refuseOverlaps(entries: NamedEntry[], end: EndRecord) {
  const spans = entries
    .map(({ name, entry }) => ({
      name,
      from: entry.relativeOffsetOfLocalHeader,
      to: leastEnd(entry),
    }))
    .sort((a, b) => a.from - b.from)
  spans.forEach(({ name, to }, index) => {
    const next = spans[index + 1]
    if (next && to > next.from) {
      throw unsafe(`holds ${shown(name)} and ${shown(next.name)} in the same bytes`)
    }
    if (to > end.directoryOffset) throw damaged(`${shown(name)} reaches into its directory`)
  })
}

/** Where an entry ends at the earliest: its local header may be longer by an extra field. */
function leastEnd(entry: Entry): number {
  return entry.relativeOffsetOfLocalHeader + 30 + entry.fileNameLength + entry.compressedSize
}
