import type { Plugin } from 'vite';

const document =
  /(Document = \{"__meta__":\{"hash":"[0-9a-f]+","text":"(?:query|mutation) \w+).*"\},"kind":"Document","definitions":\[.*\]\}( as unknown as )/g;

/**
 * Removes the texts and syntax trees of the client's documents from the build: the pages send each
 * document by its hash and its name. They are a third of the script.
 * @throws Error if the generated file has another form than expected
 */
export function shortDocuments(): Plugin {
  return {
    name: 'short-documents',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/packages/client/operations.ts')) return undefined;
      const short = code.replaceAll(document, '$1"},"kind":"Document","definitions":[]}$2');
      if (short.includes('"OperationDefinition"'))
        throw new Error('operations.ts has another form.');
      return { code: short, map: null };
    },
  };
}
