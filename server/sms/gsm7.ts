/** GSM 03.38's basic alphabet. Whatever is outside it turns the whole message into UCS-2 with 70 characters. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** These take two places. */
const extended = new Set('^{}\\[~]|€\f');

/** Places the text takes in one GSM-7 message (160 fit); null when it can't be written in GSM-7. */
export function gsm7Length(text: string): number | null {
  let length = 0;
  for (const character of text) {
    if (basic.has(character)) length += 1;
    else if (extended.has(character)) length += 2;
    else return null;
  }
  return length;
}

/** The nearest text that GSM-7 can write: typographic signs become plain, anything else a dot. */
export function toGsm7(text: string): string {
  const plain = text
    .replace(/[«»“”„]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/[–—−]/g, '-')
    .replace(/[\u00a0\u2009\u202f]/g, ' ');
  return [...plain].map((character) => (basic.has(character) || extended.has(character) ? character : withoutAccent(character))).join('');
}

function withoutAccent(character: string): string {
  const base = character.normalize('NFD')[0] ?? '.';
  return basic.has(base) ? base : '.';
}
