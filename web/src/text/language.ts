import { config } from '../config.ts';
import { savePreference, loadPreference } from '../shell/storage.ts';
import { isLanguage, languageNames } from './catalogue.ts';
import type { Language } from './catalogue.ts';

const rightToLeft: readonly Language[] = ['ar'];

/** The languages that this deployment offers, in its order. */
export const languages: readonly Language[] = offered();

function offered(): readonly Language[] {
  const known = config.locales.filter(isLanguage);
  return known.length > 0 ? known : Object.keys(languageNames).filter(isLanguage);
}

/**
 * Returns the reader's own choice, else the browser's first language that is offered, else the
 * deployment's first language.
 */
export function preferredLanguage(): Language {
  const wanted = [loadPreference('language') ?? '', ...navigator.languages.map(baseOf)];
  const [first = 'en'] = languages;
  return languages.find((language) => language === wanted.find(isOffered)) ?? first;
}

function isOffered(text: string): boolean {
  return languages.some((language) => language === text);
}

function baseOf(tag: string): string {
  return tag.split('-')[0] ?? tag;
}

/** Keeps the reader's choice for the next visit. */
export function rememberLanguage(language: Language): void {
  savePreference('language', language);
}

/** Returns the language with the browser's region, if it has one, for dates: `en-GB`, not `en`. */
export function localeOf(language: Language): string {
  return navigator.languages.find((tag) => baseOf(tag) === language) ?? language;
}

/** Returns the writing direction of a language. */
export function directionOf(language: Language): 'ltr' | 'rtl' {
  return rightToLeft.includes(language) ? 'rtl' : 'ltr';
}
