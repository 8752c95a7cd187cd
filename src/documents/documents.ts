import { LRUCache } from 'lru-cache';
import { Failure } from '../domain/values/failure.ts';
import { readDocument, type Document, type DocumentRules } from './document.ts';
import { hashOf } from './manifest.ts';

/** The document of a request: its text, the sha256 of the text in hexadecimal, or both. */
export interface NamedDocument {
  readonly text: string | undefined;
  readonly id: string | undefined;
}

/** The trusted documents, and the rules for all others. */
export interface DocumentsOptions {
  readonly trust: 'off' | 'prefer' | 'only';
  readonly trusted: ReadonlyMap<string, Document>;
  readonly rules: DocumentRules;
  /** Whether automatic persisted queries are on: clients may register documents by hash. */
  readonly automatic: boolean;
}

/** The capacity of the cache of untrusted documents. */
const maxDocuments = 1000;
const maxCharacters = 4_000_000;

/** An untrusted document, and whether a client registered it by sending text and hash. */
interface CachedDocument {
  readonly document: Document;
  readonly isPersistedQuery: boolean;
}

/**
 * Finds the document of a request and decides whether it may run. Trusted documents are loaded at
 * startup. Other documents within the limits are cached.
 */
export class Documents {
  readonly #options: DocumentsOptions;
  readonly #cached = new LRUCache<string, CachedDocument>({
    max: maxDocuments,
    maxSize: maxCharacters,
    sizeCalculation: ({ document }) => document.text.length + 1,
  });

  constructor(options: DocumentsOptions) {
    this.#options = options;
  }

  /** Throws a Failure if the document is unknown, untrusted, or exceeds a limit. */
  find({ text, id }: NamedDocument): Document {
    if (text === undefined) return this.#findById(id ?? '');
    const hash = hashOf(text);
    if (id !== undefined && id !== hash) {
      throw new Failure('BAD_USER_INPUT', 'The hash is not the sha256 of the query.', {
        facts: { path: ['extensions', 'persistedQuery', 'sha256Hash'] },
      });
    }
    const trusted = this.#options.trusted.get(hash);
    if (trusted !== undefined) return trusted;
    if (this.#options.trust === 'only')
      throw new Failure(
        'DOCUMENT_NOT_TRUSTED',
        'This gateway runs only trusted documents. Nothing was run. Add the document to a manifest of the gateway.',
      );
    const known = this.#cached.get(hash);
    const document = known?.document ?? readDocument({ id: hash, text }, this.#options.rules);
    if (document.refusal !== null) throw document.refusal;
    const isPersistedQuery = id !== undefined || known?.isPersistedQuery === true;
    if (isPersistedQuery !== known?.isPersistedQuery)
      this.#cached.set(hash, { document, isPersistedQuery });
    return document;
  }

  /** Whether the document is trusted, so that its names may appear in logs and metrics. */
  isTrusted({ id }: Document): boolean {
    return this.#options.trusted.has(id);
  }

  get(id: string): Document | undefined {
    return this.#options.trusted.get(id) ?? this.#cached.get(id)?.document;
  }

  #findById(id: string): Document {
    const { trust, trusted, automatic } = this.#options;
    if (trust === 'off' && !automatic)
      throw new Failure('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
    const known = trusted.get(id);
    if (known !== undefined) return known;
    const cached = automatic ? this.#cached.get(id) : undefined;
    if (cached?.isPersistedQuery === true) return cached.document;
    // Clients match this message and then send the document (Apollo's protocol for persisted
    // queries).
    throw new Failure('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
  }
}
