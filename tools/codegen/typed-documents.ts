/**
 * A plugin of graphql-codegen: the output of typed-document-node, with the text and the id of each
 * operation in `__meta__`. So a client can send a document without a printer, or by its id.
 */
import { plugin as typedDocumentNode } from '@graphql-codegen/typed-document-node';
import { Kind, OperationTypeNode } from 'graphql';
import { documentText } from './document-text.ts';

type Documents = Parameters<typeof typedDocumentNode>[1];

/** Writes `packages/client/operations.ts`; see `codegen.yml`. */
export const plugin: typeof typedDocumentNode = async (schema, documents, config, info) => {
  const withText = {
    ...config,
    useTypeImports: true,
    unstable_onExecutableDocumentNode: documentText,
  };
  const output = await typedDocumentNode(schema, documents, withText, info);
  if (typeof output === 'string') throw new Error('typed-document-node wrote something else.');
  // Types of the package's own, because the package has no dependencies.
  return {
    prepend: ["import type { ClientDocument, ClientFragment } from './client-document.ts';"],
    content: [
      output.content
        .replaceAll(
          /^(export const \w+ = \{"__meta__":.*) as unknown as DocumentNode</gm,
          '$1 as unknown as ClientDocument<',
        )
        .replaceAll(
          / as unknown as DocumentNode<(\w+), unknown>;$/gm,
          ' as unknown as ClientFragment<$1>;',
        ),
      '/** The names of the queries. */',
      `export type QueryName = ${namesOf(documents, OperationTypeNode.QUERY)};`,
      '/** The names of the mutations. */',
      `export type MutationName = ${namesOf(documents, OperationTypeNode.MUTATION)};`,
    ].join('\n'),
  };
};

/** The names of the operations of one type, as a union. */
function namesOf(documents: Documents, type: OperationTypeNode): string {
  return documents
    .flatMap(({ document }) => document?.definitions ?? [])
    .flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION ? [one] : []))
    .filter(({ operation }) => operation === type)
    .map(({ name }) => `'${name?.value}'`)
    .join(' | ');
}
