/**
 * How sure a value is, one letter each, from the surest on. The first four have a value and are stored so; of the last four,
 * which have none, only `-` is stored, and the others follow from when one looks:
 * m measured, c corrected by the sender, h read by hand (håndavlest), e estimated (spread over a gap),
 * x hours no longer kept (the day's sum is), `.` not come yet, s nothing since a date (overdue), - missing between others.
 */
export const statusLetters = ['m', 'c', 'h', 'e', 'x', '.', 's', '-'] as const;

export type StatusLetter = (typeof statusLetters)[number];

/** The letters that stand for a value. */
export const valueLetters = ['m', 'c', 'h', 'e'] as const satisfies readonly StatusLetter[];

/** The least sure of several: what a sum is. Without any, missing. */
export function leastSure(letters: readonly StatusLetter[]): StatusLetter {
  let least = -1;
  for (const letter of letters) least = Math.max(least, statusLetters.indexOf(letter));
  return statusLetters[least] ?? '-';
}
