/** Runs the steps of docs/approvals.md against a gateway with the sandbox. */
import { expect, test } from '@jest/globals';
import { useFolder } from '../support/folder.ts';
import { blocksOf, runBlock, writeBlock, type Follower } from '../support/page.ts';
import { ApprovalStage } from './approval-stage.ts';

const home = useFolder();
const approvals = new ApprovalStage();

test('every command has the documented result', async () => {
  const headerOf = async (name: string): Promise<string> =>
    Object.entries(await approvals.signIn(name))
      .map(([header, value]) => `${header}: ${value}`)
      .join();
  const follower: Follower = {
    folder: home.path,
    env: {
      PATH: process.env['PATH'],
      GATEWAY: approvals.stage.gateway.url,
      HELEN: await headerOf('helen'),
      HUGO: await headerOf('hugo'),
    },
  };
  const results: [string, string][] = [];
  let output = '';
  for (const block of await blocksOf('docs/approvals.md')) {
    if (block.use.startsWith('file=')) await writeBlock(block, follower);
    else if (block.use === 'try') output = await runBlock(block, follower);
    else if (block.use === 'prints') results.push([block.text, output]);
  }

  expect(results).toHaveLength(5);
  expect(results.map(([, printed]) => printed)).toEqual(results.map(([wanted]) => wanted));
  expect(approvals.deviceWrites()).toHaveLength(1);
});
