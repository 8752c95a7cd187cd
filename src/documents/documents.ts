import { LRUCache } from 'lru-cache';
import { Failure } from '../domain/failure.ts';
import { hashOf } from './manifest.ts';
import type { OperationGuard } from './operation-limits.ts';
import type { OperationSummary } from './operation-limits.ts';
import type { TrustedDocument, TrustedDocuments } from './trusted-documents.ts';

/** How a request names its document: by text, by the sha256 of the text in hexadecimal, or by both. */
export interface NamedDocument {
  readonly text: string | undefined;
  readonly id: string | undefined;
}

/** A document that may run. */
export interface KnownDocument {
  readonly text: string;
  /** Set where it is trusted; then it needs no parsing or validation. */
  readonly trusted: TrustedDocument | null;
  /** Its operations; empty where it does not parse, which GraphQL itself reports. */
  readonly operations: readonly OperationSummary[];
}

/** What documents are looked up in. */
export interface DocumentsOptions {
  readonly trust: 'off' | 'prefer' | 'only';
  readonly trusted: TrustedDocuments;
  readonly guard: OperationGuard;
  /** Whether clients may have documents remembered by hash. */
  readonly automatic: boolean;
}

/** How many documents clients may have remembered by hash, and how many characters in all. */
const mostAutomatic = 1000;
const mostCharacters = 4_000_000;

/** Finds the document that a request means and decides whether it may run. */
export class Documents {
  readonly #options: DocumentsOptions;
  readonly #automatic = new LRUCache<string, string>({
    max: mostAutomatic,
    maxSize: mostCharacters,
    sizeCalculation: (text) => text.length,
  });

  constructor(options: DocumentsOptions) {
    this.#options = options;
  }

  /** @throws Failure where the document is unknown, not trusted, or over a limit */
  find({ text, id }: NamedDocument): KnownDocument {
    if (text === undefined) return this.#byId(id ?? '');
    const { trusted, trust, guard } = this.#options;
    if (id !== undefined && id !== hashOf(text)) {
      throw new Failure('BAD_USER_INPUT', 'The hash is not the sha256 of the query.', {
        facts: { argument: 'sha256Hash' },
      });
    }
    const known = trust === 'off' ? undefined : trusted.byText(text);
    if (known !== undefined) return knownAs(known);
    if (trust === 'only') {
      throw new Failure('DOCUMENT_NOT_TRUSTED', 'Only trusted documents may run here.');
    }
    const { refusal, operations } = guard.measure(text);
    if (refusal !== null) throw refusal;
    if (id !== undefined && this.#options.automatic) this.#automatic.set(id, text);
    return { text, trusted: null, operations };
  }

  #byId(id: string): KnownDocument {
    const { trusted, trust, automatic, guard } = this.#options;
    if (trust === 'off' && !automatic) {
      throw new Failure('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
    }
    const known = trust === 'off' ? undefined : trusted.byId(id);
    if (known !== undefined) return knownAs(known);
    const text = this.#automatic.get(id);
    // Clients know this text: it tells them to send the document (Apollo's protocol for persisted queries).
    if (text === undefined)
      throw new Failure('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
    return { text, trusted: null, operations: guard.measure(text).operations };
  }
}

function knownAs(trusted: TrustedDocument): KnownDocument {
  return { text: trusted.text, trusted, operations: trusted.summaries };
}
