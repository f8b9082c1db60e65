import { dictionary } from '@zxcvbn-ts/language-common';
import type { FieldReason } from '../contract/errors.ts';

/** What a password must not be made of. */
export interface Surroundings {
  utilityName: string;
  /** E.164. */
  mobile: string;
  plantNumbers: readonly string[];
}

const shortest = 8;
/** Long enough for any password manager, short enough not to be a burden. */
const longest = 128;

const common = new Set(dictionary['passwords-common'].filter((password) => password.length >= shortest));

/** Norwegian words that people put a year or an exclamation mark behind; the common list is English. */
const norwegian = new Set([
  'passord',
  'fjernvarme',
  'velkommen',
  'sommer',
  'vinter',
  'norge',
  'oslo',
  'fredrikstad',
  'hemmelig',
  'heisann',
  'minside',
]);

/**
 * Why a new password is refused, or null when it is good enough (NIST SP 800-63B: length and a list of known ones,
 * no rules about which characters).
 */
export function passwordFault(password: string, { utilityName, mobile, plantNumbers }: Surroundings): FieldReason | null {
  const characters = [...password.normalize('NFKC')];
  if (characters.length < shortest) return 'too-short';
  if (characters.length > longest) return 'too-long';

  const plain = characters.join('').toLowerCase();
  const letters = onlyLettersAndDigits(plain);
  const pieces = [...utilityName.split(/\s/), utilityName, mobile, mobile.replace('+47', ''), ...plantNumbers]
    .map((piece) => onlyLettersAndDigits(piece.toLowerCase()))
    .filter((piece) => piece.length >= 4)
    .toSorted((one, other) => other.length - one.length);
  const rest = pieces.reduce((left, piece) => left.replaceAll(piece, ''), letters);
  if (rest.length < letters.length && rest.length < 4) return 'guessable-password';

  const word = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  if (common.has(plain) || norwegian.has(word) || new Set(plain).size <= 2) return 'common-password';
  return null;
}

function onlyLettersAndDigits(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}
