import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import type { Chunks } from './load-rows.ts'

const newline = 0x0a

/**
 * What the driver sends as a local file: as much of a stream as it asks for. The driver does not wait for its
 * socket, so this does; and it copies each chunk at once, so that chunks can use the same memory.
 */
export class InfileFeed extends EventEmitter {
  /** Rows given to the driver so far. */
  rows = 0
  readonly #chunks: Chunks
  readonly #socket: Socket

  constructor(chunks: Chunks, socket: Socket) {
    super()
    this.#chunks = chunks
    this.#socket = socket
  }

  /** To be called when the driver asks for the file. It listens when this has returned. */
  start(): Readable {
    queueMicrotask(() => void this.#run())
    return this as unknown as Readable
  }

  /** The driver passes on what its socket says; this looks there itself. */
  pause() {}
  resume() {}

  async #run() {
    try {
      for await (const chunk of this.#chunks) {
        this.rows += countLines(chunk)
        this.emit('data', chunk)
        if (this.#socket.writableNeedDrain) await drained(this.#socket)
        // The statement fails by itself; going on would only fill the memory.
        if (this.#socket.destroyed) return
      }
      this.emit('end')
    } catch (error) {
      this.emit('error', error)
    }
  }
}

function countLines(chunk: Buffer): number {
  let lines = 0
  for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) lines++
  return lines
}

/** Also kept when the socket is closed. */
function drained(socket: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const done = () => {
    socket.off('drain', done)
    socket.off('close', done)
    resolve()
  }
  socket.on('drain', done)
  socket.on('close', done)
  return promise
}
