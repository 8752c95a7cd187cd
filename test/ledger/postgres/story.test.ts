/**
 * Two gateways in processes of their own, killed and cut off from their ledger in the middle of a
 * thousand changes and repeats: nothing is lost or written twice, no limit is passed, the chain is
 * whole (R19, R20, R23, G3, G4). `SEED=… npm run test:with -- postgres
 * test/ledger/postgres/story.test.ts` plays one again.
 */
import { expect, test } from '@jest/globals';
import { nameInCrowd, populate } from '../../access/crowd.ts';
import { demoOf } from '../../devices/demo-devices.ts';
import { createWorkplace } from '../../reliability/built-gateway.ts';
import { openSandboxPeer } from '../../support/peer.ts';
import { playStory } from '../story/story.ts';

const seed = process.env['SEED'] ?? `s${Date.now() % 1_000_000}`;

test(`a thousand changes and repeats, seed ${seed}`, async () => {
  const peer = await openSandboxPeer();
  const workplace = await createWorkplace();
  const count = 24;
  await populate({ peer }, count);
  const people = Array.from({ length: count }, (_, number) => nameInCrowd(number));
  const kinds = [demoOf('OATH'), demoOf('PUSH'), demoOf('WEB_AUTHN')];
  const limits = {
    staff: [
      { most: 6, withinSeconds: 1 },
      { most: 80, withinSeconds: 3_600 },
    ],
    person: 8,
  };
  // With slower writes, several are in progress at the same time.
  const effect = { kind: 'latency', ms: 40 } as const;
  for (const method of ['DELETE', 'PUT', 'POST'])
    peer.sandbox.breakNext({ match: { method, path: '/devices/' }, times: Infinity, effect });
  const scene = { seed, rounds: 20, sends: 35, people, kinds, canRename: true };

  try {
    const report = await playStory({ peer, workplace, scene, limits });

    expect({ seed, wrong: report.wrong.slice(0, 10) }).toEqual({ seed, wrong: [] });
    expect(report.sends).toBeGreaterThanOrEqual(1_000);
    expect(report.crashes).toBeGreaterThanOrEqual(4);
    // Every kind of outcome occurred.
    const { outcomes } = report;
    expect(outcomes['DONE'] ?? 0).toBeGreaterThan(200);
    expect(outcomes['DONE again'] ?? 0).toBeGreaterThan(200);
    expect(outcomes['RATE_LIMITED'] ?? 0).toBeGreaterThan(10);
    expect(outcomes['nothing'] ?? 0).toBeGreaterThan(0);
  } finally {
    await workplace.remove();
    await peer.close();
  }
}, 600_000);
