import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import type english from '../../messages/en.json';

/** The name of a message: a key of `web/messages/en.json`. */
export type MessageKey = keyof typeof english;

/** The compiled messages of one language. */
export type Catalogue = Readonly<Record<MessageKey, MessageFormatElement[]>>;

/** The languages that have a catalogue, each by its own name. */
export const languageNames = { en: 'English', de: 'Deutsch', ar: 'العربية' } as const;

/** A language that has a catalogue. */
export type Language = keyof typeof languageNames;

/** Whether a text names a language that has a catalogue. */
export function isLanguage(text: string): text is Language {
  return text in languageNames;
}

/** Loads the catalogue of one language, which is a file of its own. */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  switch (language) {
    case 'en':
      return (await import('messages:en')).messages;
    case 'de':
      return (await import('messages:de')).messages;
    case 'ar':
      return (await import('messages:ar')).messages;
  }
}
