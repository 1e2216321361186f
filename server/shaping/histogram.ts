import type { Histogram } from '#shared/figures.ts'

const binCount = 10

/** Students by number of visits: a bin of those with none, then ten of equal whole width up to the maximum. */
export function histogramOf(visits: number[], classSize: number): Histogram {
  const width = Math.max(1, Math.ceil(Math.max(0, ...visits) / binCount))
  const students = Array.from({ length: binCount }, () => 0)
  for (const count of visits) {
    const bin = Math.ceil(count / width) - 1
    students[bin] = (students[bin] ?? 0) + 1
  }
  const bins = students.map((inBin, index) => ({
    from: index * width + 1,
    to: (index + 1) * width,
    students: inBin,
  }))
  return {
    students: classSize,
    bins: [{ from: 0, to: 0, students: classSize - visits.length }, ...bins],
  }
}
