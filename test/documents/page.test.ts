/** Follows docs/trusted-documents.md, with other ports and another home folder. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openPageGateway, type PageGateway } from '../clients/page-gateway.ts';
import { MyDevicesDocument } from '../../packages/client/operations.ts';
import { rowsOf } from '../ground/rows-of.ts';
import { codesOf } from '../support/gateway.ts';
import { blocksOf } from '../support/page.ts';
import { onStage } from '../support/stage.ts';
import { byId, post, textOf } from './by-hash.ts';

const page = 'docs/trusted-documents.md';

let started: PageGateway;

beforeAll(async () => {
  started = await openPageGateway();
});
afterAll(() => started?.remove());

test('every block does what the page says', async () => {
  const printed: { readonly wanted: string; readonly got: string }[] = [];
  let output = '';
  for (const { use, text } of await blocksOf(page)) {
    const block = { use, text: started.withPort(text) };
    if (use === 'start') await started.restart(block);
    else if (use === 'try') output = await started.run(block);
    else if (use === 'prints')
      printed.push({ wanted: text.trim(), got: asOnThePage(output.trim()) });
  }

  expect(printed.map(({ got }) => got)).toEqual(printed.map(({ wanted }) => wanted));
  expect(printed).toHaveLength(5);
}, 60_000);

/** Replaces the correlation id and the home folder. */
function asOnThePage(text: string): string {
  return text
    .replace(/"correlationId":"[^"]+"/, '"correlationId":"…"')
    .replaceAll(started.follower.env['HOME'] ?? '', '~');
}

test.each(['off', 'prefer', 'only'])('the table of modes says what %s does', async (mode) => {
  const [row = []] = (await rowsOf(page)).filter(([name]) => name?.split(' ')[0] === mode);
  await onStage('pingam', { env: { TRUSTED_DOCUMENTS: mode } }, async ({ gateway, peer }) => {
    const alice = await peer.signIn('alice');
    const [known, other] = [textOf(MyDevicesDocument), '{ me { realm } }'];
    const answers = [
      await post(gateway, { query: known }, alice),
      await byId(gateway, known, alice),
      await post(gateway, { query: other }, alice),
      await byId(gateway, other, alice),
    ];

    const isOff = mode === 'off';
    const byHash = isOff ? 'PERSISTED_QUERY_NOT_SUPPORTED' : 'runs';
    expect(answers.map((answer) => codesOf(answer)[0] ?? 'runs')).toEqual([
      'runs',
      byHash,
      ...row.slice(2, 4),
    ]);
    expect(row[1]).toMatch(isOff ? /^runs by its text$/ : /^runs by its hash or/);
  });
});
