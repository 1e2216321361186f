import { en } from './en.ts'

/** Every word of the interface. A translation is another object of this type. */
export type Texts = typeof en
export const texts: Texts = en
