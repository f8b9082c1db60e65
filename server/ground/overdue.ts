/** Hours after which values that have not come are overdue: they usually come the next morning, and a weekend may pass. */
const overdueHours = 72;

/** Whether nothing has come for longer than it usually takes. Both Unix milliseconds; `at` is now, or the period's end. */
export const isOverdue = (dataUntil: number, at: number): boolean => at - dataUntil > overdueHours * 3_600_000;
