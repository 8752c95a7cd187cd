/** Chance that comes out the same every time. */

/** A number from 0 up to 1 that a text stands for, after what was hashed before it. */
export function chanceOf(text: string, begun?: number): number {
  let hash = hashOf(text, begun);
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507);
  hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296;
}

/** The hash of a text, which the hash of a longer one goes on from. */
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

  /** From the first number to the second, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  of<T>(items: readonly T[]): T {
    return pick(items, this.next());
  }
}

/** The item that a number from 0 up to 1 falls on. */
export function pick<T>(items: readonly T[], at: number): T {
  const item = items[Math.floor(at * items.length)];
  if (item === undefined) throw new Error('there is nothing to draw from');
  return item;
}
