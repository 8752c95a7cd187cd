/** A process that is killed leaves an intact chain, and no acknowledged record is missing (R23). */
import { expect, test } from '@jest/globals';
import { until } from '../reliability/am-traffic.ts';
import { startProgram } from './processes.ts';
import { createStore, recordsOf, verifyAll, type TestStore } from './stores.ts';

const kills = Number(process.env['CRASHES'] ?? 8);
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

function write({ settings }: TestStore): ReturnType<typeof startProgram> {
  const url = settings.postgres?.url;
  return startProgram('test/ledger/writer.main.ts', [
    settings.folder,
    ...(url === undefined ? [] : [url]),
  ]);
}

/** When to kill a writer: after some acknowledged lines and a short time. */
function momentOf(kill: number): { readonly lines: number; readonly waitMs: number } {
  const number = (seed * 31 + kill * 7_919) % 10_007;
  return { lines: 1 + (number % 40), waitMs: (number % 7) / 2 };
}

test(
  `${kills} kills`,
  async () => {
    const store = await createStore();
    const begun = new Set<string>();
    const ended = new Set<string>();
    try {
      for (let kill = 0; kill < kills; kill += 1) {
        const { lines, waitMs } = momentOf(kill);
        const writer = write(store);
        await until('it has written', () => writer.output().split('\n').length > lines);
        await new Promise((done) => setTimeout(done, waitMs));
        await writer.kill();
        for (const line of writer.output().split('\n').slice(0, -1)) {
          const [what, id = ''] = line.split(' ');
          (what === 'begun' ? begun : ended).add(id);
        }
      }

      const { verdict, rows } = await store.bare(async (kept) => ({
        verdict: await verifyAll(kept),
        rows: await recordsOf(kept),
      }));
      const ids = (kind: string): string[] =>
        rows.filter((row) => row.kind === kind).map((row) => row.change_id);

      expect(verdict.broken).toBeNull();
      expect(begun.size).toBeGreaterThanOrEqual(kills);
      expect([...begun].filter((id) => !ids('intent').includes(id))).toEqual([]);
      expect([...ended].filter((id) => !ids('outcome').includes(id))).toEqual([]);
      // Open changes are found again, at most one for each lane of a writer.
      const open = ids('intent').filter((id) => !ids('outcome').includes(id));
      expect(open.length).toBeLessThanOrEqual(3 * kills);
      const ledger = await store.open();
      const found = await ledger.openIntents({ before: new Date(Date.now() + 1_000) });
      expect(found.map(({ id }) => id).sort()).toEqual(open.sort());
    } finally {
      await store.remove();
    }
  },
  20_000 + kills * 5_000,
);
