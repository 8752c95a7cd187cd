/** Runs the steps of docs/front-end.md in an empty folder, with other ports. */
import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { blocksOf, type PageBlock, writeBlock } from '../support/page.ts';
import { openPageGateway, type PageGateway } from '../clients/page-gateway.ts';

let gateway: PageGateway;

beforeAll(async () => {
  const { stdout } = await promisify(execFile)('npm', ['config', 'get', 'cache']);
  gateway = await openPageGateway({
    npm_config_cache: stdout.trim(),
    npm_config_userconfig: join(homedir(), '.npmrc'),
    npm_config_prefer_offline: 'true',
    npm_config_ignore_scripts: 'true', // the tests begin with the build that prepack would repeat
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  });
});
afterAll(() => gateway?.remove());

test('every block has the documented result', async () => {
  const printed: { readonly wanted: string; readonly got: string }[] = [];
  let output = '';
  for (const { use, text } of await blocksOf('docs/front-end.md')) {
    if (use === 'start') await gateway.restart({ use, text });
    else if (use === 'try') output = await gateway.run({ use, text });
    else if (use === 'prints') printed.push({ wanted: text, got: output });
    else await writeFileOf({ use, text });
  }

  expect(printed.map(({ got }) => got)).toEqual(printed.map(({ wanted }) => wanted));
  expect(printed).toHaveLength(6);
}, 300_000);

async function writeFileOf({ use, text }: PageBlock): Promise<void> {
  expect(use).toMatch(/^file=[\w.-]+\.(ts|json|yml|graphql)$/);
  await writeBlock({ use, text: gateway.withPort(text) }, gateway.follower);
}
