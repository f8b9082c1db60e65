/** What customers are spoken to in: bokmål, nynorsk, English. */
export const languages = ['nb', 'nn', 'en'] as const;
export type Language = (typeof languages)[number];
/** The same said in each. */
export type Spoken = Readonly<Record<Language, string>>;

/** The first of an Accept-Language that we speak (the widget sends its own alone); bokmål without any. */
export function spokenLanguage(acceptLanguage: string): Language {
  const wanted = acceptLanguage.split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return languages.find((language) => language === wanted.find((each) => (languages as readonly string[]).includes(each))) ?? 'nb';
}
