import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import mysql, { type ResultSetHeader, type RowDataPacket } from 'mysql2/promise'
import { openDataDirectory } from '#deploy/data-directory.ts'
import { freePorts } from '#deploy/free-ports.ts'
import { asRoot, makeTables } from '#deploy/mariadb.ts'
import type { Session } from '#deploy/session.ts'
import { programPath } from '#deploy/system-programs.ts'
import { eventually } from './eventually.ts'
import { startNode, type StoppableNode } from './stoppable.ts'
import { documentedStatements, fillIn } from './statements.ts'

export interface DatabaseNode extends StoppableNode {
  host: string
  port: number
  socket: string
}

type Row = Record<string, string | number | null>

/** Statements of the administrator of a server, one after the other; answers the rows of the last one. */
export async function asAdministrator(node: DatabaseNode, statements: string[]): Promise<Row[]> {
  const connection = await mysql.createConnection({ socketPath: node.socket, user: 'root' })
  try {
    let rows: Row[] = []
    for (const sql of statements) {
      const [result] = await connection.query<RowDataPacket[] | ResultSetHeader>(sql)
      rows = Array.isArray(result) ? result : []
    }
    return rows
  } finally {
    await connection.end()
  }
}

/** Two MariaDB servers with the configuration of deploy/SCALING.md; the first is made the primary, the second its replica. */
export async function startDatabases(session: Session) {
  const password = session.data.secret('database')
  const ports = await freePorts(2)
  const nodes: DatabaseNode[] = []
  for (const [index, port] of ports.entries()) {
    nodes.push(await startDatabase(session, { index, port, password }))
  }
  const [primary, replica] = nodes
  if (!primary || !replica) throw new Error('there are two servers')
  await asAdministrator(primary, documentedStatements('The first primary'))
  await follow(replica, primary, password)
  return { primary, replica, password }
}

/** Makes a server the replica of another, and has that one wait for it. */
export async function follow(replica: DatabaseNode, primary: DatabaseNode, password: string) {
  const { host, port } = primary
  const values = { host, port, password }
  const statements = documentedStatements('A replica').map((sql) => fillIn(sql, values))
  await asAdministrator(replica, statements)
  await asAdministrator(primary, documentedStatements('The primary waits for its replica'))
  await eventually('the replica is semi-synchronous', () => isProtected(primary))
}

/** Whether every commit of the primary now waits until the replica has it. */
export async function isProtected(primary: DatabaseNode): Promise<boolean> {
  const names = ['Rpl_semi_sync_master_status', 'Rpl_semi_sync_master_clients']
  const rows = await asAdministrator(primary, [
    `SHOW GLOBAL STATUS WHERE Variable_name IN ('${names.join("', '")}')`,
  ])
  const values = new Map(rows.map((row) => [row.Variable_name, row.Value]))
  return values.get('Rpl_semi_sync_master_status') === 'ON' && values.get(names[1] ?? '') === '1'
}

/** The documented steps of a promotion. */
export async function promote(replica: DatabaseNode): Promise<void> {
  let received = ''
  for (const sql of documentedStatements('Promoting the replica')) {
    const [row] = await asAdministrator(replica, [fillIn(sql, { Gtid_IO_Pos: received })])
    if (sql === 'SHOW SLAVE STATUS') received = String(row?.Gtid_IO_Pos)
    if (sql.includes('GTID_WAIT') && Object.values(row ?? {})[0] !== 0) {
      throw new Error(`the replica has not applied ${received}`)
    }
  }
}

interface Wanted {
  index: number
  port: number
  password: string
}

async function startDatabase({ data, supervisor }: Session, { index, port, password }: Wanted) {
  const own = openDataDirectory(data.folder(`database-${index + 1}`))
  const home = own.folder('mariadb')
  const tables = await makeTables(own, supervisor)
  const initFile = join(home, 'init.sql')
  writeFileSync(initFile, accounts(password), { mode: 0o600 })
  const socket = join(home, 'mariadb.sock')
  const args = [
    '--no-defaults',
    ...asRoot,
    `--datadir=${tables}`,
    `--tmpdir=${own.folder('mariadb/tmp')}`,
    '--socket=../mariadb.sock',
    `--pid-file=${join(home, 'mariadb.pid')}`,
    `--init-file=${initFile}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    ...['--skip-name-resolve', '--local-infile=1', '--character-set-server=utf8mb4'],
    ...['--max-connections=300', '--innodb-buffer-pool-size=256M', '--innodb-log-file-size=256M'],
    `--server-id=${index + 1}`,
    ...replicationArguments,
  ]
  const probe = async () => {
    const connection = await mysql.createConnection({ socketPath: socket, user: 'root' })
    await connection.end()
  }
  const command = programPath('mariadbd')
  const node = await startNode(supervisor, {
    name: `MariaDB ${index + 1}`,
    ...{ command, args, probe },
  })
  return { ...node, host: '127.0.0.1', port, socket }
}

/** As in deploy/SCALING.md: whichever server starts is a replica that nobody can write to, until it is made a primary. */
const replicationArguments = [
  '--log-bin=binlog',
  '--binlog-format=ROW',
  '--sync-binlog=1',
  '--log-slave-updates=1',
  '--gtid-strict-mode=1',
  '--read-only=1',
  '--rpl-semi-sync-slave-enabled=1',
  '--init-rpl-role=SLAVE',
  '--rpl-semi-sync-master-wait-point=AFTER_SYNC',
  '--rpl-semi-sync-master-timeout=10000',
]

/** The same on both servers, and not told to the other. One statement a line. */
const accounts = (password: string) => `\
SET SESSION sql_log_bin = 0;
CREATE USER IF NOT EXISTS cloop@'%';
ALTER USER cloop@'%' IDENTIFIED BY '${password}';
GRANT ALL PRIVILEGES ON \`cloop%\`.* TO cloop@'%';
CREATE USER IF NOT EXISTS cloop_replica@'%';
ALTER USER cloop_replica@'%' IDENTIFIED BY '${password}';
GRANT REPLICATION SLAVE ON *.* TO cloop_replica@'%';
`
