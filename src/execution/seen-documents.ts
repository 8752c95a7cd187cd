import { LRUCache } from 'lru-cache';
import type { DocumentNode } from 'graphql';
import type { OperationCosts } from '../documents/operation-cost.ts';
import { validDocument } from '../documents/valid-document.ts';
import type { ValidDocument } from '../documents/valid-document.ts';

/** How many documents are kept, and how many characters one and all of them may have, so that memory is bounded. */
const mostKept = 1000;
const longestKept = 16_384;
const mostCharacters = 8_000_000;

/**
 * Documents that Apollo Server has parsed and validated, by their text. From the second time on a document is kept:
 * one that comes once costs nothing more.
 */
export class SeenDocuments {
  readonly #costs: OperationCosts;
  readonly #kept = new LRUCache<string, { readonly valid: ValidDocument | null }>({
    max: mostKept,
    maxSize: mostCharacters,
    sizeCalculation: (_kept, text) => text.length + 1,
  });

  constructor(costs: OperationCosts) {
    this.#costs = costs;
  }

  /** The document, where it has been seen often enough. */
  get(text: string): ValidDocument | null {
    return this.#kept.get(text)?.valid ?? null;
  }

  /** Notes a document that is valid. */
  note(text: string, document: DocumentNode): void {
    if (text.length > longestKept) return;
    const before = this.#kept.get(text);
    if (before === undefined) this.#kept.set(text, { valid: null });
    else if (before.valid === null) {
      this.#kept.set(text, { valid: validDocument(document, this.#costs) });
    }
  }
}
