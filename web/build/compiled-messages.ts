/** Compiles the catalogues of `web/messages` to syntax trees while the pages are built. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { TYPE } from '@formatjs/icu-messageformat-parser';
import type { Plugin } from 'vite';
import type { CataloguePart } from '../src/text/catalogue-part.ts';
import { catalogueParts, partsOfKeys } from './catalogue-parts.ts';
import {
  foreignPluralForm,
  parseMessage,
  usesIn,
  type MessageTree,
} from '../../src/config/texts/message-tree.ts';

/** The language whose catalogue defines the messages. */
const original = 'en';

const prefix = 'messages:';

/** The module that loads the parts of each language. */
const loaders = 'catalogues';

/**
 * Provides the module `catalogues`, and those that it loads: `messages:<language>`, the texts of
 * every page, and `messages:<language>/<part>`. Their `messages` are texts or syntax trees by key.
 */
export function compiledMessages(folder: string): Plugin {
  let parts: ReadonlyMap<string, CataloguePart> = new Map();
  return {
    name: 'compiled-messages',
    resolveId: (id) => (id.startsWith(prefix) || id === loaders ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${loaders}`) return loadersOf(folder);
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      const [language = '', part = 'core'] = id.slice(prefix.length + 1).split('/');
      for (const name of new Set([original, language]))
        this.addWatchFile(join(folder, `${name}.json`));
      const compiled = compileCatalogue(folder, language);
      const keys = Object.keys(compiled);
      // The sources are read once a build, and again for a new key.
      if (keys.some((key) => !parts.has(key))) parts = partsOfKeys(join(folder, '../src'), keys);
      const own = Object.entries(compiled).filter(([key]) => parts.get(key) === part);
      const messages = Object.fromEntries(own.map(([key, tree]) => [key, textIn(tree) ?? tree]));
      const json = JSON.stringify(messages, (name, value: unknown) =>
        isDefault(name, value) ? undefined : (literalIn(value) ?? value),
      );
      return `export const messages = JSON.parse(${JSON.stringify(json)}, ${revive});`;
    },
  };
}

function loadersOf(folder: string): string {
  const languages = readdirSync(folder).map((file) => basename(file, '.json'));
  const rows = languages.map((language) => {
    const load = catalogueParts.map((part) => {
      const name = `${prefix}${language}${part === 'core' ? '' : `/${part}`}`;
      return `${part}: () => import('${name}')`;
    });
    return `${language}: { ${load.join(', ')} }`;
  });
  return `export const catalogues = { ${rows.join(',\n')} };`;
}

/** A text in a tree is transferred as a text, and becomes an element again when it is read. */
const revive = `(_, parts) => Array.isArray(parts)
  ? parts.map((part) => typeof part === 'string' ? { type: ${TYPE.literal}, value: part } : part)
  : parts`;

/** Returns the text of an element that is nothing else; undefined for others. */
function literalIn(element: unknown): string | undefined {
  if (typeof element !== 'object' || element === null) return undefined;
  const { type, value }: { readonly type?: unknown; readonly value?: unknown } = element;
  return type === TYPE.literal && typeof value === 'string' ? value : undefined;
}

/** Whether the formatter assumes a member of a plural anyway. */
function isDefault(name: string, value: unknown): boolean {
  return name === 'pluralType' ? value === 'cardinal' : name === 'offset' && value === 0;
}

/** Returns the text of a message without arguments; undefined with one. */
function textIn([first, ...others]: MessageTree): string | undefined {
  return first?.type === TYPE.literal && others.length === 0 ? first.value : undefined;
}

type Catalogue = Readonly<Record<string, string>>;

/**
 * Compiles the messages of one language to syntax trees without source locations.
 * @throws Error for a missing or unknown key, a syntax error, a plural form that the language does
 *   not have, or arguments that differ from those of the English message
 */
export function compileCatalogue(folder: string, language: string): Record<string, MessageTree> {
  const english = readCatalogue(folder, original);
  const own = readCatalogue(folder, language);
  const unknown = Object.keys(own).filter((key) => !(key in english));
  if (unknown.length > 0) throw new Error(`${language}.json: unknown ${unknown.join(', ')}`);
  return Object.fromEntries(
    Object.entries(english).map(([key, text]) => {
      const message = own[key];
      if (message === undefined) throw new Error(`${language}.json: ${key} is missing`);
      const tree = compileMessage(typeset(message, language), `${language}.json: ${key}`);
      const [wanted, got] = [argumentsOf(compileMessage(text, key)), argumentsOf(tree)];
      if (wanted !== got) throw new Error(`${language}.json: ${key} has ${got}, not ${wanted}`);
      const form = foreignPluralForm(tree, language);
      if (form !== undefined)
        throw new Error(`${language}.json: ${key} has the plural form "${form}"`);
      return [key, tree];
    }),
  );
}

function readCatalogue(folder: string, language: string): Catalogue {
  return JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8'));
}

/** Keeps French punctuation on the line of its word, by no-break spaces. */
function typeset(message: string, language: string): string {
  if (language !== 'fr') return message;
  return message.replaceAll(/ (?=[:»])|(?<=«) /g, '\u00A0').replaceAll(/ (?=[;?!])/g, '\u202F');
}

function compileMessage(message: string, where: string): MessageTree {
  try {
    return parseMessage(message);
  } catch (error: unknown) {
    throw new Error(`${where}: ${String(error)}`, { cause: error });
  }
}

/** Joins the names of a message's arguments and tags, without duplicates. */
function argumentsOf(tree: MessageTree): string {
  return [...new Set(usesIn(tree).map(({ name }) => name))].sort().join(' ') || 'no argument';
}
