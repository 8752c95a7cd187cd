/**
 * Begins and completes changes until it is killed: `writer.main.ts FOLDER [DATABASE_URL]`. Prints a
 * line for each acknowledged record: `begun ID` or `ended ID`.
 */
import { writeSync } from 'node:fs';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { anActor, anIntent, anOutcome, aPerson, terms } from './builders.ts';

const [folder = '', url] = process.argv.slice(2);
const parts = { now: Date.now, warn: (text: string): void => console.error(text) };
const postgres = url === undefined ? undefined : { url, connections: 4 };
const ledger = await openLedger({ folder, postgres }, parts);

/** Writes synchronously, so that every printed line was acknowledged before a kill. */
function acknowledge(line: string): void {
  writeSync(1, `${line}\n`);
}

async function makeChanges(lane: number): Promise<void> {
  const actor = anActor({ id: `actor-${process.pid}-${lane}` });
  for (let index = 0; ; index += 1) {
    const target = aPerson({ id: `person-${index}`, realm: index % 3 === 0 ? 'beta' : 'alpha' });
    const begun = await ledger.begin(anIntent({ actor, target }), terms());
    if (begun.kind !== 'recorded') throw new Error(`unexpected: ${begun.kind}`);
    acknowledge(`begun ${begun.id}`);
    await ledger.complete(begun.id, anOutcome());
    acknowledge(`ended ${begun.id}`);
  }
}

await Promise.all([1, 2, 3].map((lane) => makeChanges(lane)));
