/** Show nothing, or turn the text around them; the joiner that emoji are made with is not among them. */
const unseen = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/gu;

/**
 * What somebody typed as one line of text: a space where there were several, line breaks or control characters, none at the ends, and
 * nothing that can't be seen; empty where nothing can.
 */
export function typedLine(text: string): string {
  const line = text
    .replace(unseen, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return /[^\p{C}\p{Z}\p{M}]/u.test(line) ? line : '';
}
