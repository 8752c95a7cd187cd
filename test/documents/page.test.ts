/** Follows docs/trusted-documents.md, with other ports and another home folder. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openPageGateway, type PageGateway } from '../clients/page-gateway.ts';
import { blocksOf } from '../support/page.ts';

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
