import type { ConflictReason, ErrorReply } from '../../server/contract/errors.ts';
import type { FailureCode } from '../api.ts';
import type { Text } from './nb.ts';

/** What a failed call says of itself. */
type Failure = Omit<ErrorReply, 'error'> & { error: FailureCode };

/** The sentence for whoever waits, in the words of the page's language. */
export function sayFailure(text: Text, { error, reason, triesLeft, retryAfterSeconds }: Failure): string {
  const { failures } = text;
  if (error === 'conflict' && reason) return text.conflicts[reason as ConflictReason] ?? failures.conflict;
  if (error === 'wait') return `${failures.wait} ${text.tryAgainIn(retryAfterSeconds)}`;
  if (error === 'code-dead' && triesLeft === 0) return text.tooManyTries;
  if (error === 'code-wrong' && triesLeft !== undefined) return `${failures[error]} ${text.triesLeft(triesLeft)}`;
  return failures[error];
}
