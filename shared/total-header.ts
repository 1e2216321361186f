/** Answers of lists say in this header how many rows fit in all, whatever part of them was asked for. */
export const totalHeader = 'X-Total-Count'
