import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { Texts } from './text-keys.ts';

const all: Readonly<Record<string, Texts>> = { ar, de, en, es, fr };

/** The texts of a language of the pages. */
export function textsOf(language: string): Texts {
  return all[language] ?? en;
}
