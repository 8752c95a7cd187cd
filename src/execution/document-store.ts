import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import { LRUCache } from 'lru-cache';
import type { DocumentNode } from 'graphql';
import type { TrustedDocuments } from '../documents/trusted-documents.ts';

/** How many documents that are not trusted are kept parsed and validated. */
const mostKept = 1000;

type ApolloDocumentStore = NonNullable<ApolloServerOptions<BaseContext>['documentStore']>;

/** Parsed documents by the sha256 of their text, as Apollo asks for them; the trusted ones never go. */
export class DocumentStore implements ApolloDocumentStore {
  readonly #trusted: TrustedDocuments;
  readonly #kept = new LRUCache<string, DocumentNode>({ max: mostKept });

  constructor(trusted: TrustedDocuments) {
    this.#trusted = trusted;
  }

  async get(key: string): Promise<DocumentNode | undefined> {
    return this.#trusted.byId(key.slice(key.indexOf(':') + 1))?.document ?? this.#kept.get(key);
  }

  async set(key: string, document: DocumentNode): Promise<void> {
    this.#kept.set(key, document);
  }

  async delete(key: string): Promise<boolean> {
    return this.#kept.delete(key);
  }
}
