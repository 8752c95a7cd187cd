/**
 * Returns the first language of an attribute that mail speaks, with its region, or the default. The
 * attribute may be `de`, `de_CH`, or a list as browsers send it: `fr-CH, de;q=0.8`.
 */
export function languageOf(value: string | null, languages: readonly string[]): string {
  const [standard = 'en'] = languages;
  const tags = (value ?? '').split(',').flatMap((part) => {
    const [, language = '', region = ''] =
      /^\s*([A-Za-z]{2,3})(?:[-_](?:[A-Za-z]{4}[-_])?([A-Za-z]{2}))?(?![A-Za-z])/.exec(part) ?? [];
    const base = language.toLowerCase();
    if (!languages.includes(base)) return [];
    return region === '' ? base : `${base}-${region.toUpperCase()}`;
  });
  return tags[0] ?? standard;
}

/** Returns the language of a tag, without its region. */
export function baseOf(tag: string): string {
  return tag.split('-')[0] ?? tag;
}

/** The direction in which a language is written. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  return baseOf(tag) === 'ar' ? 'rtl' : 'ltr';
}
