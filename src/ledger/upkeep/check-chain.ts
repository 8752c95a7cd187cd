import { isDeepStrictEqual } from 'node:util';
import { sha256 } from '../../store/records/canonical-json.ts';
import { bodyOf } from '../../store/records/read-record.ts';
import { noHash, rowOf } from '../../store/records/record.ts';
import type { RecordBody } from '../../store/kinds/record-kinds.ts';
import type { RecordRow } from '../../store/tables/tables.ts';
import { keptDays } from '../../domain/rules/limit-rules.ts';

/** The first invalid record of a chain, and the reason. */
export interface BrokenLink {
  readonly realm: string;
  readonly number: number;
  readonly why: string;
}

/** A checkpoint, for the operator to compare with the runs of `prune`. */
export interface Checkpoint {
  readonly realm: string;
  readonly number: number;
  readonly hash: string;
  /** The last of the records that it stands for. */
  readonly through: number;
  readonly before: string;
  /** When it was written. */
  readonly at: string;
}

/** Verifies the chain of one realm, record by record. */
export class ChainCheck {
  readonly #realm: string;
  /** Whether to start at the beginning; records missing there then need a checkpoint. */
  readonly #isWhole: boolean;
  #first: { readonly number: number; readonly previous: string } | undefined;
  #last: { readonly number: number; readonly hash: string } | undefined;
  #isSealed = false;
  readonly #checkpoints: Checkpoint[] = [];

  constructor(realm: string, { isWhole }: { readonly isWhole: boolean }) {
    this.#realm = realm;
    this.#isWhole = isWhole;
  }

  /** The last valid record, and the checkpoints before it. */
  get result(): {
    readonly head: { readonly number: number; readonly hash: string } | undefined;
    readonly checkpoints: readonly Checkpoint[];
  } {
    return { head: this.#last, checkpoints: this.#checkpoints };
  }

  /** Checks the next record; returns what is wrong, or null. */
  next(row: RecordRow): BrokenLink | null {
    const why = this.#problemOf(row);
    return why === null ? null : { realm: this.#realm, number: row.number, why };
  }

  /** Checks the chain after its last record; returns what is wrong, or null. */
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
    if (!isDeepStrictEqual({ ...row }, rowOf(body, row.body)))
      return 'its columns do not match its content';
    const last = this.#last;
    if (last === undefined) this.#first = { number: row.number, previous: body.previous };
    else if (row.number !== last.number + 1)
      return `record ${last.number + 1} is missing before it`;
    else if (body.previous !== last.hash) return 'it does not follow from the record before it';
    if (row.number === 1 && body.previous !== noHash) return 'it claims a record before the first';
    this.#last = { number: row.number, hash: row.hash };
    return body.kind === 'checkpoint' ? this.#checkSeal(body, row.hash) : null;
  }

  /** The newest checkpoint must match the first remaining record, which follows the pruned ones. */
  #checkSeal(body: RecordBody & { readonly kind: 'checkpoint' }, hash: string): string | null {
    const { realm, number, through, before, at } = body;
    const earlier = this.#checkpoints.at(-1)?.through ?? 0;
    this.#checkpoints.push({ realm, number, hash, through, before, at });
    const isOld = Date.parse(before) <= Date.parse(at) - keptDays * 86_400_000;
    if (through <= earlier || through >= number || !isOld)
      return 'it is a checkpoint that `ledger prune` does not write';
    const first = this.#first;
    if (!this.#isWhole || first === undefined) return null;
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
