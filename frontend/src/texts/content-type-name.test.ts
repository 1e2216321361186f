import { expect, it } from 'vitest'
import { contentTypeName } from './content-type-name.ts'

it('names the types that teachers know', () => {
  expect(contentTypeName('resource/x-bb-folder')).toBe('Folder')
})

it('makes a name for a type that nobody has told it of', () => {
  expect(contentTypeName('resource/x-osv-kaltura-mashup')).toBe('Osv kaltura mashup')
  expect(contentTypeName('resource/x-bb-wiki')).toBe('Wiki')
  expect(contentTypeName('')).toBe('')
})
