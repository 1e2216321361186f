import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import mysql from 'mysql2/promise'
import { CannotStart } from './cannot-start.ts'
import type { DataDirectory } from './data-directory.ts'
import { freePorts } from './free-ports.ts'
import type { Supervisor } from './supervisor.ts'
import { programPath } from './system-programs.ts'

/** Quicker, and whole after a killed server, but not after a power cut: enough for tests. */
const quick = ['--innodb-flush-log-at-trx-commit=2', '--innodb-doublewrite=0']

/**
 * A private MariaDB on a loopback port and the socket `mariadb/mariadb.sock`: its root needs no password
 * but can come in by the socket only, whose folder opens to our user only.
 */
export async function startMariadb(
  data: DataDirectory,
  supervisor: Supervisor,
  { durable = true } = {},
) {
  const home = data.folder('mariadb')
  const tables = await makeTables(data, supervisor)
  const initFile = join(home, 'init.sql')
  writeFileSync(initFile, accounts(data.secret('database')), { mode: 0o600 })
  const [port = 0] = await freePorts(1)
  const settings = {
    DB_HOST: '127.0.0.1',
    DB_PORT: String(port),
    DB_NAME: 'cloop',
    DB_USER: 'cloop',
    DB_PASSWORD: data.secret('database'),
  }
  await supervisor.start({
    name: 'mariadb',
    command: programPath('mariadbd'),
    args: [
      '--no-defaults',
      ...asRoot,
      `--datadir=${tables}`,
      `--tmpdir=${data.folder('mariadb/tmp')}`,
      // Relative to the tables: a socket's path may have 107 bytes, and data directories lie deeper.
      '--socket=../mariadb.sock',
      `--pid-file=${join(home, 'mariadb.pid')}`,
      `--init-file=${initFile}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--skip-name-resolve',
      '--skip-log-bin',
      '--local-infile=1',
      '--character-set-server=utf8mb4',
      '--max-allowed-packet=64M',
      '--max-connections=300',
      '--innodb-buffer-pool-size=1G',
      '--innodb-log-file-size=512M',
      ...(durable ? [] : quick),
    ],
    probe: async () => {
      const connection = await mysql.createConnection({
        host: settings.DB_HOST,
        port,
        user: settings.DB_USER,
        password: settings.DB_PASSWORD,
        database: settings.DB_NAME,
      })
      await connection.end()
    },
  })
  return settings
}

/** A root process must say that it means to run the server as root. */
export const asRoot = process.getuid?.() === 0 ? ['--user=root'] : []

/** System tables, made beside their place first: a half-made directory is never taken for a whole one. */
export async function makeTables(data: DataDirectory, supervisor: Supervisor): Promise<string> {
  const tables = join(data.path, 'mariadb', 'data')
  if (existsSync(tables)) return tables
  const unfinished = `${tables}.part`
  rmSync(unfinished, { recursive: true, force: true })
  const program = {
    name: 'mariadb-install',
    command: programPath('mariadb-install-db'),
    // As an option it would be cut at a space in the path.
    env: { ...process.env, TMPDIR: data.folder('mariadb/tmp') },
    args: [
      '--no-defaults',
      ...asRoot,
      `--datadir=${unfinished}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
    ],
  }
  if (!(await supervisor.run(program))) {
    throw new CannotStart(
      `MariaDB could not make its tables, see ${supervisor.logOf(program.name)}`,
    )
  }
  renameSync(unfinished, tables)
  return tables
}

/** Run at each start: the site's account, and no way for root over TCP. One statement a line. */
const accounts = (password: string) => `\
DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost');
FLUSH PRIVILEGES;
CREATE USER IF NOT EXISTS cloop@'%';
ALTER USER cloop@'%' IDENTIFIED BY '${password}';
GRANT ALL PRIVILEGES ON \`cloop%\`.* TO cloop@'%';
CREATE DATABASE IF NOT EXISTS cloop CHARACTER SET utf8mb4;
`
