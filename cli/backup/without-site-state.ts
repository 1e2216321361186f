import { Transform } from 'node:stream'

const heading = '-- Table structure for table `'
const headBytes = 100
const endOfTables = '/*!40103 SET TIME_ZONE=@OLD'

/** Takes `site_state` out of an older dump: in it, maintenance would end before the other tables are there. */
export function withoutSiteState(): Transform {
  let rest = Buffer.alloc(0)
  let isLeftOut = false

  /** A dump escapes line ends in texts: a line that begins like a heading is one. */
  function stays(line: Buffer): boolean {
    const head = line.subarray(0, headBytes).toString('latin1')
    if (head.startsWith(heading)) isLeftOut = head.startsWith(`${heading}site_state\``)
    else if (head.startsWith(endOfTables)) isLeftOut = false
    return !isLeftOut
  }

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const bytes = Buffer.concat([rest, chunk])
      let start = 0
      for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
        const line = bytes.subarray(start, end + 1)
        if (stays(line)) this.push(line)
        start = end + 1
      }
      rest = bytes.subarray(start)
      done()
    },
    flush(done) {
      if (stays(rest)) this.push(rest)
      done()
    },
  })
}
