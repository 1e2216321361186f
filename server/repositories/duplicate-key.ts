const duplicateKey = 1062

/** The statement's result, or null where a unique key is taken already. */
export async function orTaken<T>(statement: PromiseLike<T>): Promise<T | null> {
  try {
    return await statement
  } catch (error) {
    if (errorNumber(error) === duplicateKey) return null
    throw error
  }
}

/** The server's error number, which drizzle hands on as the cause. */
function errorNumber(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined
  if ('errno' in error) return error.errno
  return errorNumber(error.cause)
}
