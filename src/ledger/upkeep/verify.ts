import type { Store } from '../store.ts';
import { ChainCheck } from './check-chain.ts';
import type { BrokenLink } from './check-chain.ts';
import { realmsOf, walkRealm } from './walk.ts';
import type { Mark } from './walk.ts';

/** The last record of a chain, to be written down elsewhere: it shows later whether the end was cut off. */
export interface Head extends Mark {
  readonly hash: string;
}

/** What is verified, and who is told how far it has come. */
export interface Verification {
  /** Where to continue; undefined for the beginning. */
  readonly from: Mark | undefined;
  /** Records that must still be there as they were. */
  readonly heads: readonly Head[];
  readonly progress: (mark: Mark) => void;
}

/** The whole ledger as it should be, or its first broken link. */
export interface Verdict {
  readonly broken: BrokenLink | null;
  readonly records: number;
  readonly heads: readonly Head[];
}

/** Follows every chain from record to record. */
export async function verify(store: Store, verification: Verification): Promise<Verdict> {
  const { from, heads: expected } = verification;
  const heads: Head[] = [];
  let records = 0;
  const realms = await store.read(realmsOf);
  for (const realm of realms.filter((one) => from === undefined || one >= from.realm)) {
    const chain = await verifyChain(store, realm, verification);
    records += chain.records;
    if (chain.broken !== null) return { broken: chain.broken, records, heads };
    if (chain.head !== undefined) heads.push({ realm, ...chain.head });
  }
  const lost = expected.find(({ realm }) => !realms.includes(realm));
  const broken = lost === undefined ? null : { ...lost, why: 'the chain is gone' };
  return { broken, records, heads };
}

/** Follows the last records of every chain, so many of each; returns the first broken link, or null. */
export async function verifyEnds(store: Store, records: number): Promise<BrokenLink | null> {
  for (const realm of await store.read(realmsOf)) {
    const last = await store.read((db) =>
      db
        .selectFrom('ledger_record')
        .select('number')
        .where('realm', '=', realm)
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst(),
    );
    const number = Math.max(1, (last?.number ?? 1) - records);
    const from = { realm, number };
    const { broken } = await verifyChain(store, realm, {
      from,
      heads: [],
      progress: () => undefined,
    });
    if (broken !== null) return broken;
  }
  return null;
}

interface ChainVerdict {
  readonly broken: BrokenLink | null;
  readonly records: number;
  readonly head: ChainCheck['head'];
}

async function verifyChain(
  store: Store,
  realm: string,
  { from, heads, progress }: Verification,
): Promise<ChainVerdict> {
  const number = from?.realm === realm ? from.number : 1;
  const check = new ChainCheck(realm, { isWhole: number === 1 });
  const known = new Map(
    heads.filter((head) => head.realm === realm).map((head) => [head.number, head.hash]),
  );
  let records = 0;
  for await (const page of walkRealm(store, { realm, number })) {
    for (const row of page) {
      const broken = check.next(row) ?? differsFrom(known, row);
      if (broken !== null) return { broken, records, head: check.head };
      records += 1;
    }
    progress({ realm, number: (check.head?.number ?? number) + 1 });
  }
  const { head } = check;
  return { broken: check.end() ?? missing(realm, known, head?.number ?? 0), records, head };
}

function differsFrom(
  known: ReadonlyMap<number, string>,
  { realm, number, hash }: Head,
): BrokenLink | null {
  const expected = known.get(number);
  if (expected === undefined || expected === hash) return null;
  return { realm, number, why: 'it is another one than was written down' };
}

/** A record that was written down and lies behind the end of the chain has been cut off. */
function missing(
  realm: string,
  known: ReadonlyMap<number, string>,
  last: number,
): BrokenLink | null {
  const [gone] = [...known.keys()].filter((number) => number > last).sort((a, b) => a - b);
  return gone === undefined ? null : { realm, number: last + 1, why: 'the end is cut off here' };
}
