/** docs/trusted-documents.md, followed word for word; only the ports and the home folder are others. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MyDevicesDocument } from '../../src/client/operations.ts';
import { rowsOf } from '../ground/rows-of.ts';
import { openStage } from '../security/stage.ts';
import { codesOf } from '../support/gateway.ts';
import type { ClientAnswer } from '../support/gateway.ts';
import { blocksOf, runBlock } from '../support/page.ts';
import type { Follower, PageBlock } from '../support/page.ts';
import { npmStart } from '../support/started-gateway.ts';
import type { StartedGateway } from '../support/started-gateway.ts';
import { post, textOf, waysByHash } from './by-hash.ts';

const page = 'docs/trusted-documents.md';

let home: string;
let follower: Follower;
let gateway: StartedGateway | undefined;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'home-'));
  follower = { folder: process.cwd(), env: { ...process.env, HOME: home } };
});
afterAll(async () => {
  await gateway?.stop();
  await rm(home, { recursive: true, force: true });
});

/** `npm start` with the options before it; a gateway that runs is stopped first. */
async function restart({ text }: PageBlock): Promise<void> {
  const options = [...text.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [
    name,
    value.replace('~', home),
  ]);
  expect(text.trim()).toMatch(/ npm start$/);
  await gateway?.stop();
  gateway = await npmStart(Object.fromEntries(options));
  follower.env['SANDBOX_PORT'] = `${gateway.sandboxPort}`;
}

test('every block does what the page says', async () => {
  const printed: { readonly wanted: string; readonly got: string }[] = [];
  let output = '';
  for (const { use, text } of await blocksOf(page)) {
    const block = { use, text: text.replaceAll(':4000', `:${gateway?.port}`) };
    if (use === 'start') await restart(block);
    else if (use === 'try') output = await runBlock(block, follower);
    else printed.push({ wanted: text.trim(), got: withoutId(output.trim()) });
  }

  expect(printed.map(({ got }) => got)).toEqual(printed.map(({ wanted }) => wanted));
  expect(printed).toHaveLength(3);
}, 60_000);

/** The correlation id is another one each time. */
function withoutId(text: string): string {
  return text.replace(/"correlationId":"[^"]+"/, '"correlationId":"…"');
}

describe('the table of modes says what each does:', () => {
  test.each(['off', 'prefer', 'only'])('%s', async (mode) => {
    const [row] = (await rowsOf(page)).filter(([name]) => name?.split(' ')[0] === mode);
    const stage = await openStage('pingam', { env: { TRUSTED_DOCUMENTS: mode } });
    try {
      const alice = await stage.peer.signIn('alice');
      const known = textOf(MyDevicesDocument);
      const byHash = waysByHash[0]?.[1] ?? (() => Promise.reject(new Error('there is no way')));
      const told = (answer: ClientAnswer<never>): string => codesOf(answer)[0] ?? 'runs';

      const text = told(await post(stage.gateway, { query: known }, alice));
      const hash = told(await byHash(stage.gateway, known, alice));
      const other = told(await post(stage.gateway, { query: '{ me { realm } }' }, alice));
      const unknown = told(await byHash(stage.gateway, '{ me { realm } }', alice));

      expect(text).toBe('runs');
      expect(hash).toBe(mode === 'off' ? 'PERSISTED_QUERY_NOT_SUPPORTED' : 'runs');
      expect([row?.[2], row?.[3]]).toEqual([other, unknown]);
      expect(row?.[1]).toMatch(mode === 'off' ? /^runs by its text$/ : /^runs by its hash or/);
    } finally {
      await stage.close();
    }
  });
});
