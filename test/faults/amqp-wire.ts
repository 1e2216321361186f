import type { Reader } from './wire.ts'

/** What passes between a worker and the broker, of what matters for messages. */
export interface MessageSight {
  wire: 'amqp'
  what: 'delivers' | 'publishes' | 'confirms' | 'settles'
  channel: number
  /** Of `delivers` and `publishes`. */
  queue: string
}

const method = 1
const basic = 60
const frameHead = 7

/** Reads one connection in the protocol AMQP 0-9-1. */
export function createMessageReaders(): {
  asking: Reader<MessageSight>
  answering: Reader<MessageSight>
} {
  return {
    asking: createFrameReader('AMQP'.length + 4, (frame) => {
      if (frame.id === 40) return sightOf('publishes', frame, afterTexts(frame.body, 2, 1))
      return frame.id === 80 || frame.id === 120 ? sightOf('settles', frame, '') : undefined
    }),
    answering: createFrameReader(0, (frame) => {
      if (frame.id === 80) return sightOf('confirms', frame, '')
      if (frame.id !== 60) return undefined
      // The consumer's name, the delivery's number and a flag, the exchange, the queue.
      const rest = frame.body.subarray(1 + frame.body[0]! + 9)
      return sightOf('delivers', frame, afterTexts(rest, 0, 1))
    }),
  }
}

interface Frame {
  channel: number
  id: number
  /** The arguments of the method. */
  body: Buffer
}

const sightOf = (what: MessageSight['what'], { channel }: Frame, queue: string): MessageSight => ({
  ...{ wire: 'amqp', what, channel, queue },
})

/** The short text that comes after some bytes and so many other short texts. */
function afterTexts(body: Buffer, bytes: number, texts: number): string {
  let at = bytes
  for (let text = 0; text < texts; text += 1) at += 1 + body[at]!
  return body.toString('utf8', at + 1, at + 1 + body[at]!)
}

function createFrameReader(
  skipped: number,
  see: (frame: Frame) => MessageSight | undefined,
): Reader<MessageSight> {
  let kept = Buffer.alloc(0)
  let toSkip = skipped
  return (chunk) => {
    const sights: MessageSight[] = []
    kept = Buffer.concat([kept, chunk])
    if (kept.length < toSkip) return sights
    kept = kept.subarray(toSkip)
    toSkip = 0
    for (;;) {
      const size = kept.length < frameHead ? 0 : frameHead + kept.readUInt32BE(3) + 1
      if (size === 0 || kept.length < size) return sights
      const frame = kept.subarray(0, size)
      kept = kept.subarray(size)
      if (frame[0] !== method || frame.readUInt16BE(frameHead) !== basic) continue
      const id = frame.readUInt16BE(frameHead + 2)
      const sight = see({ channel: frame.readUInt16BE(1), id, body: frame.subarray(frameHead + 4) })
      if (sight) sights.push(sight)
    }
  }
}
