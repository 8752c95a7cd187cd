import { lastRecord } from '../../store/records/chain.ts';
import type { Store } from '../../store/store.ts';
import { ChainCheck, type BrokenLink, type Checkpoint } from './check-chain.ts';
import { realmsOf, startsFrom, walkRealm, type Mark } from './walk.ts';

/** The last record of a chain. A copy kept elsewhere reveals later whether the end was cut off. */
export interface Head extends Mark {
  readonly hash: string;
}

/** What to verify. `progress` is called after each page with the position to continue from. */
interface VerifyOptions {
  /** Where to start; undefined for the beginning. */
  readonly from: Mark | undefined;
  /** Records that must still exist unchanged. */
  readonly heads: readonly Head[];
  readonly progress: (mark: Mark) => void;
}

/** The result: the first broken link, or null for an intact ledger. */
export interface Verdict {
  readonly broken: BrokenLink | null;
  readonly records: number;
  /** The last record of each chain, and its checkpoints. */
  readonly heads: readonly Head[];
  /** Each stands for records that are gone: the operator knows whether they were pruned. */
  readonly checkpoints: readonly Checkpoint[];
}

/** Verifies every chain, record by record. */
export async function verify(
  store: Store,
  { from, heads: expected, progress }: VerifyOptions,
): Promise<Verdict> {
  const heads: Head[] = [];
  const checkpoints: Checkpoint[] = [];
  let records = 0;
  for (const start of await startsFrom(store, from)) {
    const chain = await verifyChain(store, start, { expected, progress });
    records += chain.records;
    checkpoints.push(...chain.checkpoints);
    if (chain.broken !== null) return { broken: chain.broken, records, heads, checkpoints };
    const { realm } = start;
    const last = chain.head === undefined ? [] : [{ realm, ...chain.head }];
    const others = chain.checkpoints.filter(({ number }) => number !== chain.head?.number);
    heads.push(...others.map(({ number, hash }) => ({ realm, number, hash })), ...last);
  }
  const realms = await store.query(realmsOf);
  const lost = expected.find(({ realm }) => !realms.includes(realm));
  const broken = lost === undefined ? null : { ...lost, why: 'the chain is gone' };
  return { broken, records, heads, checkpoints };
}

/** Verifies the last `count` records of every chain. Returns the first broken link, or null. */
export async function verifyEnds(store: Store, count: number): Promise<BrokenLink | null> {
  for (const realm of await store.query(realmsOf)) {
    const last = await store.query((db) => lastRecord(db, realm));
    const number = Math.max(1, (last?.number ?? 1) - count);
    const { broken } = await verifyChain(store, { realm, number });
    if (broken !== null) return broken;
  }
  return null;
}

interface ChainVerdict extends Omit<Verdict, 'heads'> {
  readonly head: ChainCheck['result']['head'];
}

async function verifyChain(
  store: Store,
  { realm, number }: Mark,
  {
    expected = [],
    progress,
  }: { readonly expected?: readonly Head[]; readonly progress?: VerifyOptions['progress'] } = {},
): Promise<ChainVerdict> {
  const check = new ChainCheck(realm, { isWhole: number === 1 });
  const hashes = new Map(
    expected.filter((head) => head.realm === realm).map((head) => [head.number, head.hash]),
  );
  let records = 0;
  for await (const page of walkRealm(store, { realm, number })) {
    for (const row of page) {
      const broken = check.next(row) ?? checkHash(hashes, row);
      if (broken !== null) return { ...check.result, broken, records };
      records += 1;
    }
    progress?.({ realm, number: (check.result.head?.number ?? number) + 1 });
  }
  const broken = check.end() ?? checkEnd(hashes, realm, check.result.head?.number ?? 0);
  return { ...check.result, broken, records };
}

function checkHash(
  hashes: ReadonlyMap<number, string>,
  { realm, number, hash }: Head,
): BrokenLink | null {
  const expected = hashes.get(number);
  if (expected === undefined || expected === hash) return null;
  return { realm, number, why: 'it is not the record of `--head`' };
}

/** An expected record after the end of the chain was cut off. */
function checkEnd(
  hashes: ReadonlyMap<number, string>,
  realm: string,
  last: number,
): BrokenLink | null {
  const isCut = [...hashes.keys()].some((number) => number > last);
  return isCut ? { realm, number: last + 1, why: 'the end is cut off here' } : null;
}
