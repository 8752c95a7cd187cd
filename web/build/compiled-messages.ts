/** The catalogues of `web/messages`, compiled to syntax trees while the pages are built. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import type { Plugin } from 'vite';

/** The language whose catalogue says which messages there are. */
const source = 'en';

const prefix = 'messages:';

/** Serves `messages:<language>`, a module whose `messages` are syntax trees by key. */
export function compiledMessages(folder: string): Plugin {
  return {
    name: 'compiled-messages',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      const language = id.slice(prefix.length + 1);
      for (const name of new Set([source, language]))
        this.addWatchFile(join(folder, `${name}.json`));
      const compiled = compileCatalogue(folder, language);
      return `export const messages = JSON.parse(${JSON.stringify(JSON.stringify(compiled))});`;
    },
  };
}

type Catalogue = Readonly<Record<string, string>>;

/**
 * The messages of one language, each as its syntax tree without places in the source.
 * @throws Error for a key that is missing or unknown, for a mistake of syntax, and for other arguments than the English has
 */
export function compileCatalogue(
  folder: string,
  language: string,
): Record<string, readonly MessageFormatElement[]> {
  const english = readCatalogue(folder, source);
  const own = readCatalogue(folder, language);
  const unknown = Object.keys(own).filter((key) => !(key in english));
  if (unknown.length > 0) throw new Error(`${language}.json: unknown ${unknown.join(', ')}`);
  return Object.fromEntries(
    Object.entries(english).map(([key, text]) => {
      const message = own[key];
      if (message === undefined) throw new Error(`${language}.json: ${key} is missing`);
      const tree = compileMessage(message, `${language}.json: ${key}`);
      const [wanted, got] = [argumentsOf(compileMessage(text, key)), argumentsOf(tree)];
      if (wanted !== got) throw new Error(`${language}.json: ${key} has ${got}, not ${wanted}`);
      return [key, tree];
    }),
  );
}

function readCatalogue(folder: string, language: string): Catalogue {
  return JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8'));
}

function compileMessage(message: string, where: string): readonly MessageFormatElement[] {
  try {
    return parse(message, { captureLocation: false, requiresOtherClause: true });
  } catch (error: unknown) {
    throw new Error(`${where}: ${String(error)}`, { cause: error });
  }
}

/** The names of a message's arguments and tags, each once, in one text. */
function argumentsOf(tree: readonly MessageFormatElement[]): string {
  return [...new Set(namesIn(tree))].sort().join(' ') || 'no argument';
}

function namesIn(tree: readonly MessageFormatElement[]): readonly string[] {
  return tree.flatMap((element): readonly string[] => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return [];
    if (element.type === TYPE.tag) return [`<${element.value}>`, ...namesIn(element.children)];
    if (element.type === TYPE.select || element.type === TYPE.plural)
      return [
        element.value,
        ...Object.values(element.options).flatMap(({ value }) => namesIn(value)),
      ];
    return [element.value];
  });
}
