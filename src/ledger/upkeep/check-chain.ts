import { sha256 } from '../canonical-json.ts';
import { bodyOf, noHash, rowOf } from '../record.ts';
import type { RecordBody } from '../record.ts';
import type { RecordRow } from '../tables.ts';

/** The first record of a chain that does not fit, and why. */
export interface BrokenLink {
  readonly realm: string;
  readonly number: number;
  readonly why: string;
}

/** Follows the chain of one realm, record by record. */
export class ChainCheck {
  readonly #realm: string;
  /** Whether the chain is followed from its beginning, so that records before the first one need a checkpoint. */
  readonly #isWhole: boolean;
  #first: { readonly number: number; readonly previous: string } | undefined;
  #last: { readonly number: number; readonly hash: string } | undefined;
  #isSealed = false;

  constructor(realm: string, { isWhole }: { readonly isWhole: boolean }) {
    this.#realm = realm;
    this.#isWhole = isWhole;
  }

  /** The last record that fitted. */
  get head(): { readonly number: number; readonly hash: string } | undefined {
    return this.#last;
  }

  /** Returns why a record does not fit, or null. */
  next(row: RecordRow): BrokenLink | null {
    const why = this.#problemOf(row);
    return why === null ? null : { realm: this.#realm, number: row.number, why };
  }

  /** Returns what is wrong with the chain as a whole, once every record was met. */
  end(): BrokenLink | null {
    const first = this.#first;
    if (first === undefined || !this.#isWhole || first.number === 1 || this.#isSealed) return null;
    const why = 'the records before it are gone, and no checkpoint stands for them';
    return { realm: this.#realm, number: first.number, why };
  }

  #problemOf(row: RecordRow): string | null {
    if (row.hash !== sha256(row.body)) return 'its content does not match its hash';
    const body = readBody(row);
    if (body === undefined) return 'its content cannot be read';
    if (!isSameRow(row, rowOf(body))) return 'its columns do not match its content';
    const last = this.#last;
    if (last === undefined) this.#first = { number: row.number, previous: body.previous };
    else if (row.number !== last.number + 1)
      return `record ${last.number + 1} is missing before it`;
    else if (body.previous !== last.hash) return 'it does not follow from the record before it';
    if (row.number === 1 && body.previous !== noHash) return 'it claims a record before the first';
    this.#last = { number: row.number, hash: row.hash };
    return this.#checkSeal(body);
  }

  /** The newest checkpoint vouches for the first record there is, which follows from what was pruned. */
  #checkSeal(body: RecordBody): string | null {
    const first = this.#first;
    if (body.kind !== 'checkpoint' || !this.#isWhole || first === undefined) return null;
    if (body.through < first.number - 1) return null;
    if (body.through !== first.number - 1) return 'it stands for records that are still there';
    if (body.throughHash !== first.previous) return 'it stands for other records than were before';
    this.#isSealed = true;
    return null;
  }
}

function readBody(row: RecordRow): RecordBody | undefined {
  try {
    return bodyOf(row);
  } catch {
    return undefined;
  }
}

function isSameRow(one: RecordRow, other: RecordRow): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  const [left, right] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  return [...names].every((name) => left.get(name) === right.get(name));
}
