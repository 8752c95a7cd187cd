import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { config } from '../config.ts';
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

/** Loads the catalogue of one language, with the messages that the deployment replaces. */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  const [builtIn, own] = await Promise.all([loadBuiltIn(language), loadOwn(language)]);
  return { ...builtIn, ...own };
}

async function loadOwn(language: Language): Promise<Partial<Catalogue>> {
  const address = config.messages[language];
  if (address === undefined) return {};
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}.`);
  return answer.json();
}

async function loadBuiltIn(language: Language): Promise<Catalogue> {
  switch (language) {
    case 'en':
      return (await import('messages:en')).messages;
    case 'de':
      return (await import('messages:de')).messages;
    case 'fr':
      return (await import('messages:fr')).messages;
    case 'es':
      return (await import('messages:es')).messages;
    case 'ar':
      return (await import('messages:ar')).messages;
    default:
      return language satisfies never;
  }
}
