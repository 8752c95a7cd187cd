/**
 * The sentences that a deployment words itself: `PAGES_MESSAGES`, a folder of catalogues. They are
 * text; a message with other tags than the built-in one is refused (security E11).
 */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { closest } from 'fastest-levenshtein';
import { isFields, parsed } from '../../domain/values/json.ts';
import { packageFile } from '../../package-files/package-files.ts';
import { foreignPluralForm, parseMessage, usesIn, type MessageTree } from './message-tree.ts';
import { fileText, namesIn } from '../values/files.ts';
import { InvalidValue } from '../values/problem.ts';
import { whole } from '../values/reader.ts';

/** The built-in catalogues: `en.json` and others. */
const builtIn = packageFile('web/messages');

/** A deployment's messages of one language, compiled. */
export interface OwnMessages {
  readonly language: string;
  readonly messages: ReadonlyMap<string, MessageTree>;
}

/** Returns the catalogue of a built-in language as JSON. */
export function builtInCatalogue(language: string): string {
  return fileText(join(builtIn, `${language}.json`));
}

/** Returns the languages that the pages speak. */
export function builtInLanguages(): readonly string[] {
  return readdirSync(builtIn).map((name) => basename(name, '.json'));
}

/** A folder with a file for each language, such as `de.json`: texts by the keys of the pages. */
export const messagesFolder = whole((path): readonly OwnMessages[] => {
  const names = namesIn(path);
  const originals = builtInLanguages().map((language) => textsOf(builtInCatalogue(language)));
  return names.map((name) => {
    const [, language] = /^([\w-]+)\.json$/.exec(name) ?? [];
    if (language === undefined || !builtInLanguages().includes(language)) {
      const files = builtInLanguages().map((one) => `${one}.json`);
      throw new InvalidValue(`${name} is not a file of a language; it may be ${files.join(', ')}`);
    }
    const own = Object.entries(textsOf(fileText(join(path, name)), name));
    return {
      language,
      messages: new Map(
        own.map(([key, text]) => [key, compile({ key, text, language }, originals)]),
      ),
    };
  });
});

type Texts = Readonly<Record<string, string>>;

function textsOf(json: string, name = ''): Texts {
  const value = parsed(json);
  if (!isFields(value)) throw new InvalidValue(`${name} is not a JSON object`);
  return Object.fromEntries(
    Object.entries(value).map(([key, text]) => {
      if (typeof text === 'string' && text.trim() !== '') return [key, text];
      throw new InvalidValue(`${name}: "${key}" is not a text`);
    }),
  );
}

/** Compiles a text, and compares it with the messages of all languages that have its key. */
function compile(
  {
    key,
    text,
    language,
  }: { readonly key: string; readonly text: string; readonly language: string },
  catalogues: readonly Texts[],
): MessageTree {
  const refuse = (why: string, cause?: unknown): never => {
    throw new InvalidValue(`${language}.json: "${key}" ${why}`, { cause });
  };
  const [first = {}] = catalogues;
  if (!Object.hasOwn(first, key))
    return refuse(
      `is not a key of the pages; the nearest is "${closest(key, Object.keys(first))}"`,
    );
  const originals = catalogues.map((catalogue) => usesIn(parseMessage(catalogue[key] ?? '')));
  const tree = parsedOr(text, (error) => refuse(`cannot be read: ${String(error)}`, error));
  const own = usesIn(tree);
  const wanted = originals[0] ?? [];
  const missing = wanted.find(({ name }) => !own.some((use) => use.name === name));
  if (missing !== undefined) return refuse(`must contain ${shown(missing.name)}`);
  const foreign = own.find(({ name }) => !wanted.some((use) => use.name === name));
  if (foreign !== undefined) return refuse(`cannot contain ${shown(foreign.name)}`);
  const allowed = originals.flat();
  const wrong = own.find(
    ({ name, format }) =>
      format !== 'none' && !allowed.some((use) => use.name === name && use.format === format),
  );
  if (wrong !== undefined) return refuse(`cannot format ${shown(wrong.name)} as a ${wrong.format}`);
  const form = foreignPluralForm(tree, language);
  if (form !== undefined) return refuse(`has the plural form "${form}", which the language lacks`);
  return tree;
}

function parsedOr(text: string, otherwise: (error: unknown) => never): MessageTree {
  try {
    return parseMessage(text);
  } catch (error) {
    return otherwise(error);
  }
}

function shown(name: string): string {
  return name.startsWith('<') ? name : `{${name}}`;
}
