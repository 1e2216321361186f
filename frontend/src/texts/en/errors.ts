export const errors = {
  retry: 'Try again',
  unreachable: 'cloop cannot be reached. Check the connection, then try again.',
  server:
    'The server could not answer. Try again in a moment; if it stays so, tell the administrator.',
  maintenance: 'cloop is being looked after and will be back shortly.',
  tooMany: 'Too many requests. Try again in a moment.',
  forbidden: 'You may not see this.',
  notFound: 'There is nothing at this address, or it is not yours to see.',
  other: 'That did not work.',
}
