import { pseudonym } from '../ground/pseudonym.ts';

/** The subjects that an operator's unlocking clears. */
export function lockSubjects(key: Buffer, whose: { mobile?: string; relationshipId?: string; accountId?: string }): Buffer[] {
  return [
    ...(whose.mobile === undefined ? [] : [pseudonym(key, 'mobile', whose.mobile)]),
    ...[whose.relationshipId, whose.accountId].filter((id) => id !== undefined).map((id) => pseudonym(key, 'relationship', id)),
  ];
}
