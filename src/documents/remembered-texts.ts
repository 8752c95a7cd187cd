import { LRUCache } from 'lru-cache';

/** How many documents are remembered, and how many characters one and all of them may have, so that memory is bounded. */
const mostRemembered = 1000;
const longestRemembered = 16_384;
const mostCharacters = 8_000_000;

/** What is known of documents by their text; the least recently wanted is forgotten first, and long ones at once. */
export class RememberedTexts<V extends object> {
  readonly #known = new LRUCache<string, V>({
    max: mostRemembered,
    maxSize: mostCharacters,
    sizeCalculation: (_value, text) => text.length + 1,
  });

  get(text: string): V | undefined {
    return this.#known.get(text);
  }

  set(text: string, value: V): void {
    if (text.length <= longestRemembered) this.#known.set(text, value);
  }
}
