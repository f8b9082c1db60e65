import { describe, expect, it } from 'vitest';
import { languageOf, languages, type Language } from '../../../widget/text/languages.ts';

/** Every text of a tree, functions as they are written. */
const textsOf = (tree: object): string[] =>
  Object.values(tree).flatMap((value: unknown) =>
    typeof value === 'object' && value !== null ? textsOf(value) : typeof value === 'function' ? [String(value)] : [String(value)],
  );
const shapeOf = (tree: object): unknown =>
  Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [key, typeof value === 'object' ? shapeOf(value as object) : typeof value]),
  );

describe('the languages', () => {
  it.each([
    ['nb', 'nb'],
    ['no', 'nb'],
    ['nn-NO', 'nn'],
    ['NN', 'nn'],
    ['en_GB', 'en'],
    ['de', 'nb'],
    ['', 'nb'],
  ])('a page in "%s" gets %s', (tag, language) => expect(languageOf(tag)).toBe(language));

  it.each(Object.keys(languages) as Language[])('have the same texts, and %s has all of them', async (language) => {
    expect(shapeOf(await languages[language].loadInside())).toEqual(shapeOf(await languages.nb.loadInside()));
  });

  it('keep nynorsk free of words that are bokmål alone', async () => {
    const bokmal =
      /(?<![\p{L}.$'])(ikke|hva|hvor|hvorfor|hvilke[nt]?|fra|jeg|noe|noen|kommer|henter|lagrer|bytter|sletter|måler(en|e|stand)?|timer|uten|selv|første|uke[nr]?|måned(en)?|mye|mer|bare|forrige|velg|etter at du har valgt)(?![\p{L}(:.])/iu;
    expect(textsOf(await languages.nn.loadInside()).filter((text) => bokmal.test(text.replace(/\$\{[^}]*\}/g, '')))).toEqual([]);
  });
});
