/** Of several counts of a realm or area the last one is shown, in whatever order they are kept. */
import { expect, test } from '@jest/globals';
import type { RecordedCoverage } from '../../src/domain/devices/coverage.ts';
import {
  lastCoverage,
  pruneCoverage,
  recordCoverage,
} from '../../src/ledger/coverage/coverages.ts';
import { noon, onLedger } from './stores.ts';

const on = onLedger();

const places = ['alpha', 'beta'].flatMap((realm) =>
  [null, 'north', 'south'].map((area) => ({ realm, area })),
);

/** A count of its own for each place and moment; only some are whole. */
function countAt(place: number, moment: number): RecordedCoverage {
  const people = 10 * place + moment;
  return {
    countedAt: noon + moment * 1_000,
    isWhole: moment % 2 === 0,
    withOneDevice: people,
    notRead: moment,
    kindSets: [
      { kinds: [], people: 1 },
      { kinds: ['OATH', 'PUSH'], people },
    ],
  };
}

const last = (): Promise<readonly (RecordedCoverage | null)[]> =>
  on.ledger.store.query((db) => Promise.all(places.map((place) => lastCoverage(db, place))));

test.each([
  ['in order', [0, 1, 2]],
  ['backwards', [2, 1, 0]],
  ['twice', [1, 2, 2, 0]],
])('counts that are kept %s', async (_order, moments) => {
  for (const moment of moments)
    for (const [index, place] of places.entries())
      await recordCoverage(on.ledger.store, { ...place, ...countAt(index, moment) });

  expect(await last()).toEqual(places.map((_, index) => countAt(index, 2)));
  await pruneCoverage(on.ledger.store, new Date(noon + 2_000));
  expect(await last()).toEqual(places.map((_, index) => countAt(index, 2)));
  await pruneCoverage(on.ledger.store, new Date(noon + 2_001));
  expect(await last()).toEqual(places.map(() => null));
});
