import { readWatchers } from './circus.ts'
import { runDemoSite } from './demo-site.ts'

const port = process.env.PAGES_PORT || '5173'
const vite = {
  name: 'pages',
  command: 'vite',
  args: ['frontend', '--host', '127.0.0.1', '--port', port, '--strictPort'],
}

/** `npm run dev`: the demo with programs that start again, and pages that change, with their sources. */
export function dev(): Promise<number> {
  const programs = readWatchers().map((one) => ({ ...one, args: ['--watch', ...one.args] }))
  return runDemoSite({ programs: [...programs, vite], pagesOrigin: `http://127.0.0.1:${port}` })
}
