import type { DocumentTypeDecoration, TypedDocumentNode } from '@graphql-typed-document-node/core';

/** What a generated document knows of itself beside its syntax tree. */
export interface DocumentMeta {
  /** SHA-256 of the text, as 64 hexadecimal digits: its id among the trusted documents. */
  readonly hash: string;
  /** The operation with the fragments that it uses. */
  readonly text: string;
}

/** A typed document of this package: fit for any GraphQL client, and for ours without a printer. */
export interface ClientDocument<Data, Variables> extends TypedDocumentNode<Data, Variables> {
  readonly __meta__: DocumentMeta;
}

/**
 * What `request` can send: a document of this package, or one that graphql-codegen's client preset has
 * made with `documentMode: 'string'`, which is its own text and may carry its id.
 */
export type SendableDocument<Data, Variables> = DocumentTypeDecoration<Data, Variables> &
  ({ readonly __meta__: DocumentMeta } | TextDocument);

interface TextDocument {
  /** Tells a text from a syntax tree, which has no `length`. */
  readonly length: number;
  toString(): string;
  readonly __meta__?: Readonly<Record<string, unknown>> | undefined;
}

/** The members of a GraphQL request that say which operation is meant. */
export type NamedDocument = { readonly query: string } | { readonly documentId: string };

/** A document by its text. */
export function byText(document: SendableDocument<unknown, never>): NamedDocument {
  return { query: isText(document) ? document.toString() : document.__meta__.text };
}

/**
 * A document by its id alone (GraphQL over HTTP, appendix A).
 * @throws TypeError for one that has none: `persistedDocuments` of the client preset was off
 */
export function byId(document: SendableDocument<unknown, never>): NamedDocument {
  const hash = document.__meta__?.['hash'];
  if (typeof hash !== 'string') throw new TypeError('The document has no id in __meta__.hash.');
  return { documentId: hash.startsWith('sha256:') ? hash : `sha256:${hash}` };
}

function isText(document: SendableDocument<unknown, never>): document is TextDocument {
  return typeof document === 'string' || 'length' in document;
}
