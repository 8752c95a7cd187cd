import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { catalogues } from 'catalogues';
import { config } from '../config.ts';
import type { CataloguePart } from './catalogue-part.ts';
import type english from '../../messages/en.json';

/** The name of a message: a key of `web/messages/en.json`. */
export type MessageKey = keyof typeof english;

/** The compiled messages of one language: a text, or a tree with arguments. */
export type Catalogue = Readonly<Record<MessageKey, MessageFormatElement[] | string>>;

/** The languages that have a catalogue, each with its name in that language. */
export const languageNames = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ar: 'العربية',
} as const;

/** A language that has a catalogue. */
export type Language = keyof typeof languageNames;

/** Whether a text is the code of a language that has a catalogue. */
export function isLanguage(text: string): text is Language {
  return text in languageNames;
}

/** The parts of the catalogues that the opened pages need. */
const opened = new Set<CataloguePart>(['core']);
/** The languages that were requested, and their catalogues. An opened page adds its part. */
const requested = new Set<Language>();
const shown = new Map<Language, Catalogue>();
const own = new Map<Language, Promise<Partial<Catalogue>>>();

/** Loads the catalogue of one language, with the messages that the deployment replaces. */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  requested.add(language);
  const load = [...opened].map((part) => catalogues[language][part]());
  const [core, ...parts] = (await Promise.all(load)).map(({ messages }) => messages);
  if (core === undefined) throw new Error('There is no core of the catalogue.');
  const catalogue = shown.get(language) ?? { ...core };
  shown.set(language, catalogue);
  return Object.assign(catalogue, ...parts, await ownOf(language));
}

/** Loads the texts of a page in the languages that were shown. Call it before the page renders. */
export async function loadPart(part: CataloguePart): Promise<void> {
  opened.add(part);
  await Promise.all([...requested].map(loadCatalogue));
}

/** Reads the deployment's messages once; again after a failure. */
async function ownOf(language: Language): Promise<Partial<Catalogue>> {
  const known = own.get(language) ?? loadOwn(language);
  own.set(language, known);
  try {
    return await known;
  } catch (error) {
    own.delete(language);
    throw error;
  }
}

async function loadOwn(language: Language): Promise<Partial<Catalogue>> {
  const address = config.messages[language];
  if (address === undefined) return {};
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}.`);
  return answer.json();
}
