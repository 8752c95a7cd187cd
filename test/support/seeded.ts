/** Pseudo-random draws that follow from a seed, so that a failing test can be repeated. */

/** Returns a number from 0 up to 1 for a text, continuing from the hash of a text before. */
export function chanceOf(text: string, begun?: number): number {
  let hash = hashOf(text, begun);
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507);
  hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296;
}

/** Returns the hash of a text; the hash of a longer text continues from it. */
export function hashOf(text: string, begun = 2166136261): number {
  let hash = begun;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  }
  return hash;
}

/** Draws that follow from one seed. */
export class Draws {
  readonly #seed: string;
  #count = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  next(): number {
    this.#count += 1;
    return chanceOf(`${this.#seed}/${this.#count}`);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Returns an integer between two bounds, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  of<T>(items: readonly T[]): T {
    return pick(items, this.next());
  }
}

/** Returns the item at a position from 0 up to 1. */
export function pick<T>(items: readonly T[], at: number): T {
  const item = items[Math.floor(at * items.length)];
  if (item === undefined) throw new Error('there is nothing to draw from');
  return item;
}
