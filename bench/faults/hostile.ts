/** The delay of the gateway's event loop under oversized documents, lists and bodies (R15). */
import { setTimeout as sleep } from 'node:timers/promises';
import { crowdedId, hugeId } from '../lib/am-bodies.ts';
import { atRate } from '../lib/fault-load.ts';
import type { FaultRequest } from '../lib/fault-load.ts';
import type { Verdict } from '../lib/verdict.ts';
import { claims, graphql, look, withStage } from './stage.ts';
import type { Gateway, Setup, Row } from './stage.ts';

/** Documents of a hundred kilobytes: one field repeated, many aliases, and deep nesting. */
const size = 100_000;
const documents = [
  `{ me { ${'amId '.repeat(size / 5)} } }`,
  `{ ${Array.from({ length: size / 24 }, (_, number) => `a${number}: me { amId username }`).join(' ')} }`,
  `{ ${'me { '.repeat(size / 7)} amId ${'} '.repeat(size / 7)} }`,
] as const;

const devices =
  'query ($id: ID!) { user(id: $id) { oathDevices { amId name } pushDevices { amId name } } }';

/** The oversized requests and their expected error code; null if they are served. */
const sorts: readonly {
  readonly what: string;
  readonly code: string | null;
  readonly next: (number: number) => FaultRequest;
}[] = [
  {
    what: 'documents of 100 KB',
    code: 'OPERATION_TOO_LARGE',
    next: (number) => graphql('hostile', documents[number % documents.length] ?? ''),
  },
  {
    what: 'twice 1 000 devices',
    code: null,
    next: () => graphql('hostile', devices, { variables: { id: crowdedId } }),
  },
  {
    what: 'bodies of AM of 10 MB',
    code: 'UPSTREAM_CONTRACT',
    next: () => graphql('hostile', devices, { variables: { id: hugeId } }),
  },
];

/** Sends each sort ten times per second, beside a few ordinary reads. */
export function hostile(setup: Setup): Promise<Verdict[]> {
  const seconds = setup.quick ? 3 : 6;
  const env = { LIMIT_BODY_BYTES: '131072' };
  return withStage(setup, { env }, async ({ send, gateway }) => {
    const rows: Row[] = [];
    for (const { what, code, next } of sorts) {
      await send(next(0));
      await sleep(500);
      await loopDelayMs(gateway); // reading resets the figure
      const mix = (number: number): FaultRequest =>
        number % 3 === 0 ? next(number / 3) : look(number);
      const ended = await atRate(send, { perSecond: 30, seconds, next: mix });
      const delayMs = await loopDelayMs(gateway);
      const ofSort = ended.filter((one) => one.what === 'hostile');
      const share =
        ofSort.filter(({ codes }) => (codes[0] ?? null) === code).length / ofSort.length;
      rows.push(
        ['R15', `${what}: p99 of the loop's delay, ms`, delayMs, 'at most', 50],
        [
          'R15',
          `${what}: share ${code === null ? 'served' : `refused with ${code}`}`,
          share,
          'at least',
          1,
        ],
      );
    }
    return claims(...rows);
  });
}

/** The 99th percentile since the last call, including the 10 ms of the measuring timer. */
async function loopDelayMs({ metricsUrl }: Gateway): Promise<number> {
  const text = await (await fetch(`${metricsUrl}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(text)?.[1]) * 1_000;
}
