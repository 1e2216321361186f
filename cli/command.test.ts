import { expect, test } from 'vitest'
import { defineCommand, UsageError } from './command.ts'

function greet() {
  const greeted: unknown[] = []
  const command = defineCommand({
    summary: 'Greets.',
    takes: ['name', 'place'],
    options: {
      loud: { type: 'boolean', says: 'with a bang' },
      times: { type: 'string', value: 'N', says: 'how often' },
    },
    run: (given) => {
      greeted.push(given)
      return Promise.resolve()
    },
  })
  return { command, greeted }
}

test('arguments and options come under their names, in any order', async () => {
  const { command, greeted } = greet()
  await command.run(['--loud', 'Ada', '--times', '3', 'London'])
  expect(greeted).toEqual([
    { arguments: { name: 'Ada', place: 'London' }, options: { loud: true, times: '3' }, more: [] },
  ])
})

test('further arguments come in their order, where the command takes them', async () => {
  const taken: string[][] = []
  const command = defineCommand({
    summary: 'Greets all.',
    takes: ['name'],
    takesMore: 'name',
    options: {},
    run: ({ arguments: { name }, more }) => Promise.resolve(void taken.push([name, ...more])),
  })
  await command.run(['Ada', 'Bob', 'Cyd'])
  await command.run(['Ada'])
  expect(taken).toEqual([['Ada', 'Bob', 'Cyd'], ['Ada']])
  expect(command.help('greet')).toContain('usage: cloop greet [options] <name> [name…]')
})

test.each([
  [['Ada'], '<place> is missing'],
  [['Ada', 'London', 'Paris'], 'Paris is one argument too many'],
  [['Ada', 'London', '--fast'], 'there is no option --fast'],
  [['Ada', 'London', '-x'], 'there is no option -x'],
  [['Ada', 'London', '--times'], "Option '--times <value>' argument missing"],
  [['Ada', 'London', '--loud=yes'], "Option '--loud' does not take an argument"],
])('what the command does not understand is named: %s', async (words, why) => {
  const { command, greeted } = greet()
  await expect(command.run(words)).rejects.toThrow(new UsageError(why))
  expect(greeted).toEqual([])
})

test('the help shows arguments and what each option is for', () => {
  expect(greet().command.help('greet')).toBe(
    [
      'usage: cloop greet [options] <name> <place>',
      '',
      'Greets.',
      '',
      '  --loud      with a bang',
      '  --times N   how often',
      '  --help      this text',
    ].join('\n'),
  )
})
