import { weekDates } from '#shared/calendar-days.ts'
import type { Course } from '#shared/course.ts'
import type { Resource, ResourceRow, ResourceTable } from '#shared/figures.ts'
import type { Category } from '#shared/resource-category.ts'
import { knownWeeks } from '../../known-weeks.ts'
import { contentTypeName } from '../../texts/content-type-name.ts'
import { formatDay, formatDays, formatNumber, formatPercent } from '../../texts/format.ts'
import { texts } from '../../texts/texts.ts'
import type { Column } from '../table/column.ts'
import type { ResourceNode, TreeNode } from './resource-tree.ts'

/** What the cells of a table of resources count. */
export type Measure = 'visits' | 'posts' | 'attempts' | 'students'

interface Input {
  measure: Measure
  category: Category
  course: Course
  totals: ResourceTable['totals']
  /** The figure that is shaded darkest. */
  highest: number
  /** A folder's figures hold those of everything below it. */
  isRolledUp: boolean
}
type NodeColumn = Column<ResourceNode>

const t = texts.resources
/** Room for `30 Mar` and `9,999`, and for one digit more where there is one. */
function weekWidthRem({ totals }: Input): number {
  return Math.max(0, ...totals.weeks) < 10_000 ? 3.5 : 4.25
}

/** Columns of the tree: what happened in all, then when. */
export function resourceColumns(input: Input): NodeColumn[] {
  const known = knownWeeks(input.course)
  const weeks = Array.from({ length: input.course.weeks }, (_, index) =>
    index < known ? weekColumn(input, index) : unknownWeekColumn(input, index),
  )
  return [titleColumn<ResourceRow>(), totalColumn(input), percentColumn(input), ...weeks]
}

/** The first column of every tree of resources. */
export function titleColumn<Row extends Resource>(): Column<TreeNode<Row>> {
  return {
    id: 'title',
    kind: 'text',
    widthRem: 18,
    header: t.title,
    value: (node) => node.title,
    note: (node) =>
      [
        node.title,
        contentTypeName(node.contentType),
        node.children.length > 0 ? t.directlyBelow(node.children.length) : '',
        node.gone ? t.goneDefinition : '',
      ]
        .filter(Boolean)
        .join(' · '),
  }
}

/** A figure with its base: visits of all visits to the category, students of the class. */
function withBase({ measure, course, category }: Input, figure: number, all: number): string {
  const base = measure === 'students' ? course.students : all
  const share = formatPercent(base === 0 ? 0 : (100 * figure) / base)
  return t.ofBase(figure, t.counted[measure](base, texts.shell.categories[category]), share)
}

function noteOf(input: Input, when: string, node: ResourceNode, figure: number, all: number) {
  const isSum = input.isRolledUp && node.children.length > 0
  return `${when}: ${withBase(input, figure, all)}${isSum ? t.withAllBelow : ''}`
}

function totalColumn(input: Input): NodeColumn {
  const { totals, measure } = input
  return {
    id: 'total',
    kind: 'number',
    widthRem: 4.5,
    header: t.measures[measure],
    definition: t.totalDefinitions[measure],
    value: (node) => node.total,
    text: (node) => formatNumber(node.total),
    note: (node) => noteOf(input, t.wholeCourse, node, node.total, totals.total),
    total: formatNumber(totals.total),
    totalNote: `${t.wholeCourse}: ${totalsNote(input, totals.total)}`,
  }
}

/** Students are counted once however many resources they opened: their totals are no sums. */
function totalsNote(input: Input, figure: number): string {
  return input.measure === 'students'
    ? `${withBase(input, figure, figure)} ${t.distinctTotals}`
    : t.counted[input.measure](figure, texts.shell.categories[input.category])
}

function percentColumn(input: Input): NodeColumn {
  const { totals, measure, category, course } = input
  const base = measure === 'students' ? course.students : totals.total
  const all = base === 0 ? 0 : (100 * totals.total) / base
  return {
    id: 'percent',
    kind: 'number',
    widthRem: 4.25,
    header: '%',
    definition: t.percentDefinition(t.counted[measure](base, texts.shell.categories[category])),
    value: (node) => Math.round(node.percent * 10) / 10,
    text: (node) => formatPercent(node.percent),
    note: (node) => noteOf(input, t.wholeCourse, node, node.total, totals.total),
    total: formatPercent(all),
  }
}

function weekColumn(input: Input, index: number): NodeColumn {
  const { course, totals, highest } = input
  const { firstDay, lastDay } = weekDates(course, index + 1)
  const when = t.weekWithDates(index + 1, formatDays(firstDay, lastDay))
  const all = totals.weeks[index] ?? 0
  const figure = (node: ResourceNode) => node.weeks[index] ?? 0
  return {
    id: `w${index + 1}`,
    kind: 'number',
    widthRem: weekWidthRem(input),
    header: texts.shell.weekShort(index + 1),
    subheader: formatDay(firstDay),
    definition: when,
    value: figure,
    text: (node) => formatNumber(figure(node)),
    note: (node) => noteOf(input, when, node, figure(node), all),
    heat: (node) => (highest === 0 ? 0 : figure(node) / highest),
    total: formatNumber(all),
    totalNote: `${when}: ${totalsNote(input, all)}`,
  }
}

/** No export reaches into this week: it has no figures, not even zeros. */
function unknownWeekColumn(input: Input, index: number): NodeColumn {
  const { course } = input
  const { firstDay, lastDay } = weekDates(course, index + 1)
  const note = t.noDataYet(t.weekWithDates(index + 1, formatDays(firstDay, lastDay)))
  return {
    id: `w${index + 1}`,
    kind: 'number',
    widthRem: weekWidthRem(input),
    header: texts.shell.weekShort(index + 1),
    subheader: formatDay(firstDay),
    definition: note,
    value: () => undefined,
    text: () => '–',
    note: () => note,
    total: '–',
    totalNote: note,
  }
}
