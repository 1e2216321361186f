const beginnings = [
  'Ba',
  'Do',
  'Fe',
  'Gi',
  'Ku',
  'La',
  'Mo',
  'Ni',
  'Po',
  'Ru',
  'Si',
  'To',
  'Vi',
  'Za',
]
const endings = [
  'bra',
  'dor',
  'fin',
  'gul',
  'kem',
  'lis',
  'mar',
  'nok',
  'pel',
  'ron',
  'sha',
  'tov',
  'vek',
]

/** `Babra`, `Dodor` … : names that can be said and that nobody has; those in `taken` are left out. */
export function madeUpNames(taken: ReadonlySet<string>): string[] {
  return beginnings
    .flatMap((beginning) => endings.map((ending) => beginning + ending))
    .filter((name) => !taken.has(name.toLowerCase()))
}
