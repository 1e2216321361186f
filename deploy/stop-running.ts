import { removeDirectory, stopRunning } from './running-file.ts'

/** Run by a launcher's watcher after the launcher's sudden end: `<running file> [directory to remove]`. */
const [file, directory] = process.argv.slice(2)
if (file) await stopRunning(file)
if (directory) removeDirectory(directory)
