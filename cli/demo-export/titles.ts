import type { Work } from './plan.ts'

/** The vocabulary of a first-year course. */
export const courseName = { code: 'BIOL1020', title: 'Human Biology 1' }

const topics = [
  'Cells and tissues',
  'Membranes and transport',
  'Nerve and muscle',
  'Blood',
  'The heart',
  'Circulation and blood pressure',
  'Breathing',
  'Gas exchange',
  'Kidney and fluid balance',
  'Digestion',
  'Energy and temperature',
  'Hormones',
  'Immunity',
  'Reproduction and growth',
  'Senses',
  'The brain',
  'Sleep and rhythms',
  'Bone and movement',
  'Genes and inheritance',
  'Ageing',
] as const

/** Topic of the course's n-th taught week (0-based); a long course comes back to one in more depth. */
export function topicOf(taught: number): string {
  const round = Math.floor(taught / topics.length) + 1
  const topic = topics[taught % topics.length] ?? ''
  return round === 1 ? topic : `${topic}, part ${round}`
}

export const readings = [
  'Ch. {n}: {topic}',
  'Required reading – {topic}',
  'Review article: {topic} in health and disease',
  'Key terms: {topic}',
] as const

export const extras = [
  { title: 'Video: {topic} in seven minutes', type: 'resource/x-bb-externallink' },
  { title: 'Animation – {topic}', type: 'resource/x-bb-externallink' },
  { title: 'Case study: a patient with "normal" results', type: 'resource/x-bb-document' },
  { title: 'Worked examples, week {n}', type: 'resource/x-bb-file' },
  { title: 'Simulation | {topic}', type: 'resource/x-bb-toollink' },
  { title: 'Glossary of {topic}', type: 'resource/x-bb-blankpage' },
] as const

const assignmentNames = [
  'Laboratory report',
  'Case analysis',
  'Literature review',
  'Data interpretation task',
  'Poster',
  'Research essay',
] as const

export function workTitle({ kind, number }: Work): string {
  if (kind === 'quiz') return `Quiz ${number}`
  return `Assignment ${number}: ${assignmentNames[(number - 1) % assignmentNames.length] ?? ''}`
}

/** Subject lines of first posts; `{topic}` is one of the course's. */
export const questions = [
  'Question about {topic}',
  'How much of {topic} is on the exam?',
  'Confused by slide 14',
  'Recording without sound?',
  'Can someone explain {topic}?',
  'Word count – does it include references?',
  'Workshop answers',
  'Which edition of the book?',
  'Group for {topic}',
  'Extension?',
  'Typo in the notes on {topic}',
  'Study group on Sunday?',
  'What does "significant" mean here?',
  'APA | Harvard?',
  'Difference between osmosis & diffusion',
  'Pregunta sobre la tarea',
] as const

export const introductions = [
  'Hello from {place}',
  'Hi everyone!',
  'Introducing myself',
  'G’day from {place}',
  'Bonjour – first year nursing',
  'Back to study after ten years',
  '你好 / hello from {place}',
] as const

export const places = [
  'Adelaide',
  'Whyalla',
  'Mount Gambier',
  'Hà Nội',
  'Kraków',
  'São Paulo',
  'Αθήνα',
  'Nairobi',
  'Mumbai',
  '大阪',
  'Christchurch',
] as const

/** Fills `{name}` places of a template. */
export function fillIn(template: string, values: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place)
}
