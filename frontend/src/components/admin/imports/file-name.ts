/**
 * Which courses the name of an export may mean: `1_ABC_10_1524.zip` is course `ABC_10_1524`, `ABC_10` or `ABC`
 * of server 1. The longest code comes first; the one that there is counts.
 */
export function codesInName(fileName: string): { serverId: string; code: string }[] {
  const [, serverId, rest] = /^(\d{1,10})_(.+)\.zip$/i.exec(fileName) ?? []
  if (serverId === undefined || rest === undefined) return []
  const parts = rest.split('_')
  return parts
    .map((_, index) => parts.slice(0, parts.length - index).join('_'))
    .filter((code) => code !== '')
    .map((code) => ({ serverId, code }))
}
