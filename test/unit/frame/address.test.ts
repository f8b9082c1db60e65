import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress } from '../../../widget/address.ts';

describe('the place in the address', () => {
  it('reads a page and what it shows', () => {
    expect(parseAddress('#min-side=forbruk/2019-10-27')).toEqual({ page: 'consumption', rest: ['2019-10-27'] });
    expect(parseAddress('#min-side=profil')).toEqual({ page: 'profile', rest: [] });
  });

  it.each(['', '#', '#kontakt', '#min-side', '#min-side=', '#min-side=noe-annet', '#min-side=%E0%A4%A'])('finds none in "%s"', (hash) => {
    expect(parseAddress(hash)).toBe(null);
  });

  it('leaves what others keep there, and takes only its own away', () => {
    const hash = formatAddress({ page: 'consumption', rest: ['2019-10', 'effekt'] }, '#kontakt&min-side=profil');
    expect(hash).toBe('#kontakt&min-side=forbruk/2019-10/effekt');
    expect(formatAddress(null, hash)).toBe('#kontakt');
    expect(formatAddress(null, '#min-side=profil')).toBe('');
  });

  it.each([
    ['#/min-side', '#/min-side?min-side=profil'],
    ['#!/min-side?a=1', '#!/min-side?a=1&min-side=profil'],
    ['#/min-side?min-side=forbruk/2019', '#/min-side?min-side=profil'],
    ['#min-side', '#min-side=profil'],
  ])('leaves the route of a hash router alone: %s becomes %s', (hash, expected) => {
    const formatted = formatAddress({ page: 'profile', rest: [] }, hash);
    expect(formatted).toBe(expected);
    expect(parseAddress(formatted)).toEqual({ page: 'profile', rest: [] });
    expect(formatAddress(null, formatted)).toBe(hash.replace(/[?#]min-side.*/, ''));
  });

  it('reads what it writes, whatever is in it', () => {
    const place = { page: 'consumption' as const, rest: ['a/b', 'c&d', 'æ ø'] };
    expect(parseAddress(formatAddress(place))).toEqual(place);
  });
});
