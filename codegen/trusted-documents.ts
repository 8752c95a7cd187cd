/**
 * A plugin of graphql-codegen: the manifest of trusted documents, in the format of Apollo's
 * persisted-query manifest. It is made from the same call as the typed documents, so that no id can differ.
 */
import { plugin as typedDocumentNode } from '@graphql-codegen/typed-document-node';
import { Kind } from 'graphql';
import type { DocumentNode } from 'graphql';
import { documentText } from './document-text.ts';

interface TrustedDocument {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly body: string;
}

/** Writes `schema/trusted-documents.json`; see `codegen.yml`. */
export const plugin: typeof typedDocumentNode = async (schema, documents, config, info) => {
  const operations: TrustedDocument[] = [];
  const collecting = {
    ...config,
    unstable_onExecutableDocumentNode: (document: DocumentNode): void => {
      operations.push(trustedDocument(document));
    },
  };
  await typedDocumentNode(schema, documents, collecting, info);
  const manifest = {
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: operations.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
};

function trustedDocument(document: DocumentNode): TrustedDocument {
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION || operation.name === undefined) {
    throw new Error('An operation of schema/operations has no name.');
  }
  const { hash, text } = documentText(document);
  return { id: hash, name: operation.name.value, type: operation.operation, body: text };
}
