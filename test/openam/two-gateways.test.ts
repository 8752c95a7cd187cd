/**
 * Two gateways with one PostgreSQL, in front of the real OpenAM (R19, R20, R23). Requires running
 * `npm run postgres` and `npm run openam`.
 */
import { expect, test } from '@jest/globals';
import { demoOf } from '../devices/demo-devices.ts';
import { playStory } from '../ledger/story/story.ts';
import { createWorkplace } from '../reliability/built-gateway.ts';
import { openRealOpenAm } from '../support/peer.ts';

const seed = process.env['SEED'] ?? `o${Date.now() % 1_000_000}`;

test(`changes, repeats and crashes, seed ${seed}`, async () => {
  const peer = await openRealOpenAm();
  const workplace = await createWorkplace();
  const people = ['alice', 'bob', 'carol', 'peter'];
  const limits = { staff: [{ most: 12, withinSeconds: 3_600 }], person: 7 };
  const scene = {
    seed,
    rounds: 6,
    sends: 14,
    people,
    kinds: [demoOf('OATH'), demoOf('PUSH')],
    canRename: false,
  };

  try {
    const report = await playStory({ peer, workplace, scene, limits });

    expect({ seed, wrong: report.wrong.slice(0, 10) }).toEqual({ seed, wrong: [] });
    expect(report.crashes).toBe(2);
    expect(report.outcomes['DONE'] ?? 0).toBeGreaterThan(10);
  } finally {
    await peer.restore();
    await workplace.remove();
    await peer.close();
  }
}, 600_000);
