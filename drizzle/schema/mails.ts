import { index, int, mysqlEnum, mysqlTable, smallint, unique } from 'drizzle-orm/mysql-core'
import { asciiText, instant, longText, text } from './columns.ts'

/**
 * Mails on their way, one row a recipient, so that a broken address bounces alone. The row is the truth,
 * the message in the broker only a nudge. `kind`, `occasion` and recipient together are unique: whoever
 * writes a mail twice writes it once. The body goes when the mail has been sent or given up, since it may
 * hold a one-time link. `nextTryAt` lies ahead while a worker sends, and between two tries.
 */
export const mails = mysqlTable(
  'mails',
  {
    id: int('id', { unsigned: true }).autoincrement().primaryKey(),
    kind: asciiText('kind', { length: 32 }).notNull(),
    occasion: asciiText('occasion', { length: 64 }).notNull(),
    recipient: text('recipient', { length: 255 }).notNull(),
    subject: text('subject', { length: 255 }).notNull(),
    body: longText('body'),
    /** The left part of the Message-ID: the same at each try, so that receivers can drop a repetition. */
    messageId: asciiText('message_id', { length: 36 }).notNull(),
    state: mysqlEnum('state', ['waiting', 'sent', 'failed']).notNull().default('waiting'),
    attempts: smallint('attempts', { unsigned: true }).notNull().default(0),
    /** Why the last try failed. */
    trouble: text('trouble', { length: 255 }),
    createdAt: instant('created_at').notNull(),
    publishedAt: instant('published_at'),
    nextTryAt: instant('next_try_at').notNull(),
    giveUpAt: instant('give_up_at').notNull(),
    sentAt: instant('sent_at'),
  },
  (table) => [
    unique('mails_once').on(table.kind, table.occasion, table.recipient),
    index('mails_by_turn').on(table.state, table.nextTryAt),
  ],
)
