import type { DocumentNode } from 'graphql';
import type { OperationCosts } from '../documents/operation-cost.ts';
import { RememberedTexts } from '../documents/remembered-texts.ts';
import { validDocument } from '../documents/valid-document.ts';
import type { ValidDocument } from '../documents/valid-document.ts';

/**
 * Documents that Apollo Server has parsed and validated, by their text. From the second time on a document is kept:
 * one that comes once costs nothing more.
 */
export class SeenDocuments {
  readonly #costs: OperationCosts;
  readonly #kept = new RememberedTexts<{ readonly valid: ValidDocument | null }>();

  constructor(costs: OperationCosts) {
    this.#costs = costs;
  }

  /** The document, where it has been seen often enough. */
  get(text: string): ValidDocument | null {
    return this.#kept.get(text)?.valid ?? null;
  }

  /** Notes a document that is valid. */
  note(text: string, document: DocumentNode): void {
    const before = this.#kept.get(text);
    if (before === undefined) this.#kept.set(text, { valid: null });
    else if (before.valid === null) {
      this.#kept.set(text, { valid: validDocument(document, this.#costs) });
    }
  }
}
