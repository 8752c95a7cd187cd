import { createContext, use, useEffect, useMemo, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { IntlMessageFormat } from 'intl-messageformat';
import { loadCatalogue } from './catalogue.ts';
import type { Catalogue, Language, MessageKey } from './catalogue.ts';
import { directionOf, localeOf, preferredLanguage, rememberLanguage } from './language.ts';

/** What a message may be given: texts and numbers, elements such as a name in its own direction, tags. */
export type MessageValues = Readonly<
  Record<string, string | number | ReactElement | ((chunks: ReactNode[]) => ReactNode)>
>;

/** The reader's language, and what is said in it. */
export interface Texts {
  readonly language: Language;
  /** The language with a region, for `Intl`. */
  readonly locale: string;
  /** A message as plain text, for attributes and titles. */
  t(key: MessageKey, values?: Readonly<Record<string, string | number>>): string;
  /** A message with elements in it. */
  rich(key: MessageKey, values: MessageValues): ReactNode;
  setLanguage(language: Language): void;
}

const TextContext = createContext<Texts | null>(null);

/** The texts of the reader's language. */
export function useText(): Texts {
  const texts = use(TextContext);
  if (texts === null) throw new Error('There is no TextProvider above.');
  return texts;
}

interface Loaded {
  readonly language: Language;
  readonly catalogue: Catalogue;
}

const first = loadOf(preferredLanguage());

async function loadOf(language: Language): Promise<Loaded> {
  return { language, catalogue: await loadCatalogue(language) };
}

/** Loads the reader's language, and gives its texts to everything below. */
export function TextProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  useEffect(() => {
    void first.then(setLoaded);
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

function textsOf({ language, catalogue }: Loaded, setLanguage: Texts['setLanguage']): Texts {
  const locale = localeOf(language);
  const formats = new Map<MessageKey, IntlMessageFormat>();
  const formatOf = (key: MessageKey): IntlMessageFormat => {
    const known = formats.get(key) ?? new IntlMessageFormat(catalogue[key], locale);
    formats.set(key, known);
    return known;
  };
  return {
    language,
    locale,
    t: (key, values) => String(formatOf(key).format(values)),
    rich: (key, values) => keyed(formatOf(key).format<ReactNode>({ ...values })),
    setLanguage,
  };
}

/** The parts of a message stand in its order for good, so that their place is their key. */
function keyed(parts: ReactNode): ReactNode {
  if (!Array.isArray(parts)) return parts;
  const list: readonly ReactNode[] = parts;
  return list.map((part, place) => <Part key={place}>{part}</Part>);
}

function Part({ children }: { readonly children: ReactNode }): ReactNode {
  return children;
}

/** A message where an element stands. */
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
  return <strong>{keyed(chunks)}</strong>;
}
