import type { Random } from '#cli/demo-export/random.ts'

/** A field of one of a zip's headers. */
interface Field {
  at: number
  bytes: 2 | 4
}

/** By signature, how many bytes of a header follow, as fields of two and four bytes. */
const headers: [signature: string, fields: string][] = [
  ['PK\x03\x04', '2222244422'],
  ['PK\x01\x02', '2222224442222244'],
  ['PK\x05\x06', '2222442'],
  ['PK\x07\x08', '444'],
  ['PK\x06\x06', '44224444444444'],
  ['PK\x06\x07', '4444'],
]

function fieldsOf(zip: Buffer): Field[] {
  const fields: Field[] = []
  for (const [signature, widths] of headers) {
    const mark = Buffer.from(signature, 'latin1')
    for (let start = zip.indexOf(mark); start >= 0; start = zip.indexOf(mark, start + 4)) {
      let at = start + 4
      for (const width of widths) {
        const bytes = width === '2' ? 2 : 4
        if (at + bytes <= zip.length) fields.push({ at, bytes })
        at += bytes
      }
    }
  }
  return fields
}

const read = (zip: Buffer, { at, bytes }: Field) => zip.readUIntLE(at, bytes)
const write = (zip: Buffer, { at, bytes }: Field, value: number) =>
  zip.writeUIntLE(value % 2 ** (8 * bytes), at, bytes)

type Mutation = (zip: Buffer, random: Random, other: Buffer) => Buffer

/** A piece of a zip, of at most `most` bytes. */
function piece(zip: Buffer, random: Random, most = 64): [from: number, to: number] {
  const from = random.below(zip.length)
  return [from, Math.min(zip.length, from + 1 + random.below(most))]
}

const spliced = (zip: Buffer, from: number, to: number, put: Uint8Array) =>
  Buffer.concat([zip.subarray(0, from), put, zip.subarray(to)])

/** Ways in which a zip is damaged on its way, or made to lie. */
export const mutations: Record<string, Mutation> = {
  flipBits(zip, random) {
    for (let left = 1 + random.below(4); left > 0; left--) {
      zip[random.below(zip.length)]! ^= 1 << random.below(8)
    }
    return zip
  },
  setBytes(zip, random) {
    for (let left = 1 + random.below(4); left > 0; left--) {
      zip[random.below(zip.length)] = random.below(256)
    }
    return zip
  },
  truncate: (zip, random) => zip.subarray(0, random.below(zip.length)),
  remove: (zip, random) => spliced(zip, ...piece(zip, random), Buffer.alloc(0)),
  insert(zip, random) {
    const bytes = Uint8Array.from({ length: 1 + random.below(40) }, () => random.below(256))
    const at = random.below(zip.length + 1)
    return spliced(zip, at, at, bytes)
  },
  repeat(zip, random) {
    const [from, to] = piece(zip, random, zip.length)
    return spliced(zip, to, to, zip.subarray(from, to))
  },
  blank(zip, random) {
    const [from, to] = piece(zip, random)
    return zip.fill(random.below(2) === 0 ? 0 : 0xff, from, to)
  },
  swapPieces(zip, random) {
    const [from, to] = piece(zip, random)
    const at = random.below(zip.length - (to - from) + 1)
    const copy = Buffer.from(zip)
    zip.copy(copy, at, from, to)
    zip.copy(copy, from, at, at + (to - from))
    return copy
  },
  splice(zip, random, other) {
    const head = zip.subarray(0, random.below(zip.length))
    return Buffer.concat([head, other.subarray(random.below(other.length))])
  },
  borrow(zip, random, other) {
    const [from, to] = piece(other, random, other.length)
    const at = random.below(zip.length)
    return spliced(zip, at, Math.min(zip.length, at + to - from), other.subarray(from, to))
  },
  swapFields(zip, random) {
    const fields = fieldsOf(zip)
    const one = fields[random.below(fields.length)]!
    const alike = fields.filter(({ bytes }) => bytes === one.bytes)
    const two = alike[random.below(alike.length)]!
    const [first, second] = [read(zip, one), read(zip, two)]
    write(zip, one, second)
    write(zip, two, first)
    return zip
  },
  editField(zip, random) {
    const fields = fieldsOf(zip)
    const field = fields[random.below(fields.length)]!
    const value = read(zip, field)
    const values = [
      0,
      1,
      8,
      0xffff,
      0xffffffff,
      value + 1,
      value + 2 ** 32 - 1,
      value + 8,
      2 * value,
    ]
    write(zip, field, values[random.below(values.length)]!)
    return zip
  },
  editTwoFields(zip, random, other) {
    return this.editField!(this.editField!(zip, random, other), random, other)
  },
}
