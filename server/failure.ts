import type { ErrorCode, ErrorReply } from './contract/errors.ts';

/**
 * What a rule throws when the answer is no: a code from the contract's one list, and the fields that go with it.
 * `http/` owns the status, the widget owns the words. The cause stays on the server and is never sent.
 */
export class Failure extends Error {
  readonly reply: ErrorReply;

  constructor(error: ErrorCode, details: Omit<ErrorReply, 'error'> = {}, cause?: unknown) {
    super(error, { cause });
    this.name = 'Failure';
    this.reply = { error, ...details };
  }
}
