const nothing: Buffer = Buffer.alloc(0)

interface Decoded {
  text: string
  /** The first byte that is not UTF-8; `text` is then what stands before it. */
  badByte?: number | undefined
}

/** Turns the bytes of a file into text, chunk by chunk, strictly. A byte-order mark stays in the text. */
export class Utf8Decoder {
  readonly #decoder = strictDecoder()
  #unfinished = nothing

  /** The text of the next bytes. A character that they only begin comes with the next chunk. */
  decode(chunk: Buffer): Decoded {
    const bytes = this.#unfinished.length > 0 ? Buffer.concat([this.#unfinished, chunk]) : chunk
    this.#unfinished = unfinishedCharacter(bytes)
    const whole = bytes.subarray(0, bytes.length - this.#unfinished.length)
    try {
      return { text: this.#decoder.decode(whole) }
    } catch {
      return upToBadByte(bytes)
    }
  }

  /** The first byte of a character that the file ends in the middle of. */
  end(): number | undefined {
    return this.#unfinished[0]
  }
}

function strictDecoder() {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
}

/** The last bytes of a chunk, at most three, if they begin a character that needs more. */
function unfinishedCharacter(bytes: Buffer): Buffer {
  for (let length = 1; length <= Math.min(3, bytes.length); length += 1) {
    const byte = bytes[bytes.length - length] ?? 0
    const isContinuation = byte >= 0x80 && byte < 0xc0
    if (isContinuation) continue
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return needed > length ? bytes.subarray(-length) : nothing
  }
  return nothing
}

/** Finds the place by halving: whatever begins like the bytes up to a good place is good as well. */
function upToBadByte(bytes: Buffer): Decoded {
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (mayGoOn(bytes.subarray(0, middle))) good = middle
    else bad = middle
  }
  const before = bytes.subarray(0, good)
  const whole = before.subarray(0, before.length - unfinishedCharacter(before).length)
  return { text: strictDecoder().decode(whole), badByte: bytes[whole.length] }
}

function mayGoOn(bytes: Buffer): boolean {
  try {
    strictDecoder().decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
