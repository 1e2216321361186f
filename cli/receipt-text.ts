import type { FileReceipt, Receipt } from '#shared/import.ts'

const number = (count: number) => count.toLocaleString('en')

/** A receipt as lines for a terminal. */
export function receiptText(receipt: Receipt): string {
  const { people, resources, forums, sessions, span, notices, seconds } = receipt
  return [
    ...Object.entries(receipt.files).map(([name, file]) => fileLine(name, file)),
    `people: ${people.new} new, ${people.changed} changed`,
    `resources: ${resources.new} new, ${resources.changed} changed, ${resources.gone} gone, ${resources.back} back`,
    `forums: ${forums.new} new`,
    `sessions: ${number(sessions.before)} before, ${number(sessions.after)} now`,
    span ? `times from ${span.from} to ${span.to}` : 'no times',
    ...notices.map(({ text }) => `note: ${text}`),
    `in ${seconds.toFixed(1)} s`,
  ].join('\n')
}

function fileLine(name: string, { read, stored, alreadyKnown, skipped }: FileReceipt): string {
  const reasons = Object.entries(skipped).map(([reason, count]) => `${number(count)} ${reason}`)
  const leftOut = reasons.length > 0 ? `, skipped: ${reasons.join(', ')}` : ''
  return `${name}: ${number(read)} read, ${number(stored)} stored, ${number(alreadyKnown)} known${leftOut}`
}
