/**
 * A plugin of graphql-codegen: the manifest of trusted documents, in the format of Apollo's
 * persisted-query manifest. It comes from the same call as the typed documents, so that no id can
 * differ.
 */
import { plugin as typedDocumentNode } from '@graphql-codegen/typed-document-node';
import { stringifyDocument } from '@urql/core';
import { Kind } from 'graphql';
import type { DocumentNode } from 'graphql';
import { documentText, hashOf } from './document-text.ts';

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
      operations.push(...trustedDocuments(document));
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

/**
 * An operation as graphql's printer prints it, as most clients send it. Also as urql prints it, if
 * that text differs.
 */
function trustedDocuments(document: DocumentNode): TrustedDocument[] {
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION || operation.name === undefined) {
    throw new Error('An operation of schema/operations has no name.');
  }
  const { value: name } = operation.name;
  const { text } = documentText(document);
  const texts = new Set([text, stringifyDocument(text)]);
  return [...texts].map((body) => ({ id: hashOf(body), name, type: operation.operation, body }));
}
