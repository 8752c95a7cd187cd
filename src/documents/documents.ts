import { LRUCache } from 'lru-cache';
import { Failure } from '../domain/failure.ts';
import { readDocument } from './document.ts';
import type { Document, DocumentRules } from './document.ts';
import { hashOf } from './manifest.ts';

/** The document that a request names: by text, by the sha256 of the text in hexadecimal, or by both. */
export interface NamedDocument {
  readonly text: string | undefined;
  readonly id: string | undefined;
}

/** The trusted documents, and the rules for all others. */
export interface DocumentsOptions {
  readonly trust: 'off' | 'prefer' | 'only';
  /** The trusted documents of now, which a reload replaces. */
  readonly trusted: () => ReadonlyMap<string, Document>;
  readonly rules: DocumentRules;
  /** Whether automatic persisted queries are on: clients may register documents by hash. */
  readonly automatic: boolean;
}

/** The limits of the cache of documents that are not trusted: documents, and characters of all of them. */
const maxRemembered = 1000;
const maxCharacters = 4_000_000;

/** A cached document that is not trusted. */
interface Remembered {
  readonly document: Document;
  /** Whether a client has sent the text with its hash, and so registered it as a persisted query. */
  readonly isByHash: boolean;
}

/**
 * Finds the document of a request and decides whether it may run. Trusted documents are loaded at start; others
 * within the limits are cached, and the least recently used is evicted first.
 */
export class Documents {
  readonly #options: DocumentsOptions;
  readonly #remembered = new LRUCache<string, Remembered>({
    max: maxRemembered,
    maxSize: maxCharacters,
    sizeCalculation: ({ document }) => document.text.length + 1,
  });

  constructor(options: DocumentsOptions) {
    this.#options = options;
  }

  /** @throws Failure where the document is unknown, not trusted, or over a limit */
  find({ text, id }: NamedDocument): Document {
    if (text === undefined) return this.#findById(id ?? '');
    const hash = hashOf(text);
    if (id !== undefined && id !== hash) {
      throw new Failure('BAD_USER_INPUT', 'The hash is not the sha256 of the query.', {
        facts: { argument: 'sha256Hash' },
      });
    }
    const trusted = this.#options.trusted().get(hash);
    if (trusted !== undefined) return trusted;
    if (this.#options.trust === 'only') {
      throw new Failure('DOCUMENT_NOT_TRUSTED', 'Only trusted documents may run here.');
    }
    const known = this.#remembered.get(hash);
    const document = known?.document ?? readDocument({ id: hash, text }, this.#options.rules);
    if (document.refusal !== null) throw document.refusal;
    const isByHash = id !== undefined || known?.isByHash === true;
    if (isByHash !== known?.isByHash) this.#remembered.set(hash, { document, isByHash });
    return document;
  }

  /** Whether the deployment knows a document, its names included, from its manifests. */
  isTrusted({ id }: Document): boolean {
    return this.#options.trusted().has(id);
  }

  /** Returns a trusted or cached document. */
  get(id: string): Document | undefined {
    return this.#options.trusted().get(id) ?? this.#remembered.get(id)?.document;
  }

  #findById(id: string): Document {
    const { trust, trusted, automatic } = this.#options;
    if (trust === 'off' && !automatic) {
      throw new Failure('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
    }
    const known = trusted().get(id);
    if (known !== undefined) return known;
    const remembered = automatic ? this.#remembered.get(id) : undefined;
    if (remembered?.isByHash === true) return remembered.document;
    // Clients match this message and then send the document (Apollo's protocol for persisted queries).
    throw new Failure('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
  }
}
