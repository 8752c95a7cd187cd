import type { DocumentTypeDecoration, TypedDocumentNode } from '@graphql-typed-document-node/core';

/** The metadata of a generated document. */
export interface DocumentMeta {
  /** SHA-256 of the text, as 64 hexadecimal digits: the id of the trusted document. */
  readonly hash: string;
  /** The operation and the fragments that it uses. */
  readonly text: string;
}

/** A typed document of this package, for any GraphQL client; `createClient` needs no printer for it. */
export interface ClientDocument<Data, Variables> extends TypedDocumentNode<Data, Variables> {
  readonly __meta__: DocumentMeta;
}

/**
 * What `request` can send: a document of this package, or one that graphql-codegen's client preset
 * generates with `documentMode: 'string'`, which is its own text and may contain its id.
 */
export type SendableDocument<Data, Variables> = DocumentTypeDecoration<Data, Variables> &
  ({ readonly __meta__: DocumentMeta } | TextDocument);

interface TextDocument {
  /** Distinguishes a text from a syntax tree, which has no `length`. */
  readonly length: number;
  toString(): string;
  readonly __meta__?: Readonly<Record<string, unknown>> | undefined;
}

/** The member of a GraphQL request that holds the document or its id. */
export type DocumentMembers = { readonly query: string } | { readonly documentId: string };

/** Names a document by its text. */
export function byText(document: SendableDocument<unknown, never>): DocumentMembers {
  return { query: isText(document) ? document.toString() : document.__meta__.text };
}

/**
 * Names a document by its id alone (GraphQL over HTTP, appendix A).
 * @throws TypeError for a document without id: `persistedDocuments` of the client preset was off
 */
export function byId(document: SendableDocument<unknown, never>): DocumentMembers {
  const hash = document.__meta__?.['hash'];
  if (typeof hash !== 'string') throw new TypeError('The document has no id in __meta__.hash.');
  return { documentId: hash.startsWith('sha256:') ? hash : `sha256:${hash}` };
}

function isText(document: SendableDocument<unknown, never>): document is TextDocument {
  return typeof document === 'string' || 'length' in document;
}
