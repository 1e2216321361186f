import { expect, it } from 'vitest'
import type { ResourceRow } from '#shared/figures.ts'
import { resourceFilter, typeOptions } from './resource-filter.ts'

const row = (title: string, contentType: string) => ({ title, contentType }) as ResourceRow
const rows = [
  row('Quiz 1', 'resource/x-bb-asmt-test-link'),
  row('Quiz 2', 'assessment/x-bb-qti-test'),
  row('Slides of week 1', 'resource/x-bb-file'),
]
const found = (words: string, type: string) =>
  rows.filter(resourceFilter(words, type) ?? (() => true)).map(({ title }) => title)

it('offers each name of a type once', () => {
  expect(typeOptions(rows).map(({ text }) => text)).toEqual(['File', 'Test'])
})

it('finds by part of the title, in any case', () => {
  expect(found(' WEEK 1 ', '')).toEqual(['Slides of week 1'])
})

it('finds by all types that bear one name', () => {
  expect(found('', 'assessment/x-bb-qti-test')).toEqual(['Quiz 1', 'Quiz 2'])
  expect(found('2', 'resource/x-bb-asmt-test-link')).toEqual(['Quiz 2'])
})

it('keeps everything when nothing is asked for', () => {
  expect(resourceFilter('  ', '')).toBeNull()
})
