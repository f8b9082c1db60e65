import type { AnswersReply } from '../../contract/answers.ts';

/** A few kB each. */
const mostKept = 500;

const kept = new WeakMap<object, Map<string, Promise<AnswersReply>>>();

/**
 * Fitting a house's signature takes some milliseconds of the one thread that all customers share: what was answered is kept in
 * memory, for a server's settings (`config`), under everything that it was made of (`ground`). What has not been asked for the longest goes first.
 */
export function reckonedOnce(config: object, ground: string, reckon: () => Promise<AnswersReply>): Promise<AnswersReply> {
  const replies = kept.get(config) ?? new Map<string, Promise<AnswersReply>>();
  kept.set(config, replies);
  const reply = replies.get(ground) ?? reckon();
  replies.delete(ground);
  replies.set(ground, reply);
  if (replies.size > mostKept) replies.delete(replies.keys().next().value!);
  reply.catch(() => replies.delete(ground));
  return reply;
}
