import type { Command } from './command.ts'

/** Every command by its name. Each is loaded only when it is called: some need a great deal. */
export const commands: Record<string, () => Promise<Command>> = {
  backup: async () => (await import('./commands/backup.ts')).backup,
  check: async () => (await import('./commands/check.ts')).check,
  clear: async () => (await import('./commands/clear.ts')).clear,
  config: async () => (await import('./commands/config.ts')).config,
  'demo-export': async () => (await import('./commands/demo-export.ts')).demoExport,
  drain: async () => (await import('./commands/drain.ts')).drain,
  import: async () => (await import('./commands/import.ts')).importExport,
  'maintenance off': async () => (await import('./commands/maintenance.ts')).maintenanceOff,
  'maintenance on': async () => (await import('./commands/maintenance.ts')).maintenanceOn,
  'maintenance status': async () => (await import('./commands/maintenance.ts')).maintenanceStatus,
  migrate: async () => (await import('./commands/migrate.ts')).migrateDatabase,
  recount: async () => (await import('./commands/recount.ts')).recount,
  restore: async () => (await import('./commands/restore.ts')).restore,
  'privacy erase': async () => (await import('./commands/privacy-erase.ts')).privacyErase,
  'privacy export': async () => (await import('./commands/privacy-export.ts')).privacyExport,
  retention: async () => (await import('./commands/retention.ts')).retention,
  scan: async () => (await import('./commands/scan.ts')).scan,
  'staging refresh': async () => (await import('./commands/staging-refresh.ts')).stagingRefresh,
  undo: async () => (await import('./commands/undo.ts')).undo,
  'user create': async () => (await import('./commands/user-create.ts')).userCreate,
  'user deactivate': async () => (await import('./commands/user-deactivate.ts')).userDeactivate,
  'user password': async () => (await import('./commands/user-password.ts')).userPassword,
}
