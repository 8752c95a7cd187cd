import { createContext, use, useEffect, useMemo, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { IntlMessageFormat } from 'intl-messageformat';
import { loadCatalogue } from './catalogue.ts';
import type { Catalogue, Language, MessageKey } from './catalogue.ts';
import { directionOf, localeOf, preferredLanguage, rememberLanguage } from './language.ts';

/** The arguments of a message: texts, numbers, elements, and functions for tags. */
export type MessageValues = Readonly<
  Record<string, string | number | ReactElement | ((chunks: ReactNode[]) => ReactNode)>
>;

/** The reader's language and its messages. */
export interface Texts {
  readonly language: Language;
  /** The language with a region, for `Intl`. */
  readonly locale: string;
  /** Formats a message as plain text, for attributes and titles. */
  t(key: MessageKey, values?: Readonly<Record<string, string | number>>): string;
  /** Formats a message that contains elements. */
  rich(key: MessageKey, values: MessageValues): ReactNode;
  /** Writes a number in the reader's digits. */
  number(value: number): string;
  setLanguage(language: Language): void;
}

const TextContext = createContext<Texts | null>(null);

/** Returns the messages of the reader's language. */
export function useText(): Texts {
  const texts = use(TextContext);
  if (texts === null) throw new Error('There is no TextProvider above.');
  return texts;
}

interface LoadedCatalogue {
  readonly language: Language;
  readonly catalogue: Catalogue;
}

const firstCatalogue = loadOf(preferredLanguage());

async function loadOf(language: Language): Promise<LoadedCatalogue> {
  return { language, catalogue: await loadCatalogue(language) };
}

/** Loads the reader's language and provides its messages to the children. */
export function TextProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [loaded, setLoaded] = useState<LoadedCatalogue | null>(null);
  useEffect(() => {
    void firstCatalogue.then(setLoaded);
  }, []);
  useEffect(() => {
    if (loaded === null) return;
    document.documentElement.lang = loaded.language;
    document.documentElement.dir = directionOf(loaded.language);
  }, [loaded]);
  const texts = useMemo(
    () =>
      loaded &&
      textsOf(loaded, (language) => {
        rememberLanguage(language);
        void loadOf(language).then(setLoaded);
      }),
    [loaded],
  );
  return texts && <TextContext value={texts}>{children}</TextContext>;
}

function textsOf(
  { language, catalogue }: LoadedCatalogue,
  setLanguage: Texts['setLanguage'],
): Texts {
  const locale = localeOf(language);
  const numbers = new Intl.NumberFormat(locale);
  const formats = new Map<MessageKey, IntlMessageFormat>();
  const formatted = <Result,>(
    key: MessageKey,
    format: (message: IntlMessageFormat) => Result,
  ): Result | string => {
    const message = catalogue[key];
    if (typeof message === 'string') return message;
    const known = formats.get(key) ?? new IntlMessageFormat(message, locale);
    formats.set(key, known);
    return format(known);
  };
  return {
    language,
    locale,
    t: (key, values) => String(formatted(key, (message) => message.format(values))),
    rich: (key, values) =>
      formatted(key, (message) => withKeys(message.format<ReactNode>({ ...values }))),
    number: (value) => numbers.format(value),
    setLanguage,
  };
}

/** Gives each part of a message its index as key: the parts never change their order. */
function withKeys(parts: ReactNode): ReactNode {
  if (!Array.isArray(parts)) return parts;
  const list: readonly ReactNode[] = parts;
  return list.map((part, index) => <Part key={index}>{part}</Part>);
}

function Part({ children }: { readonly children: ReactNode }): ReactNode {
  return children;
}

/** A message as an element. */
export function Text({
  id,
  values = {},
}: {
  readonly id: MessageKey;
  readonly values?: MessageValues;
}): ReactNode {
  return useText().rich(id, values);
}

/** The tag `<strong>` of messages. */
export function bold(chunks: ReactNode[]): ReactNode {
  return <strong>{withKeys(chunks)}</strong>;
}
