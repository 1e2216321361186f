export const table = {
  copyCsv: 'Copy CSV',
  downloadCsv: 'Download CSV',
  copied: 'Copied.',
  copyFailed: 'The browser did not let it be copied. Download the file instead.',
}
