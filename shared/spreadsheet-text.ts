/** A spreadsheet takes a text that begins so for a formula; the last four are their full-width forms. */
const formula = /^[\s]*[=+\-@\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}]|^[\t\r\n]/u

/** Text from elsewhere, for a cell of a CSV file: a spreadsheet will show it and not run it. */
export const spreadsheetText = (text: string): string => (formula.test(text) ? `'${text}` : text)
