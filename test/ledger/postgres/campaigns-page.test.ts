/** Runs the steps of docs/campaigns.md on PostgreSQL, while a gateway does the resets. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { useFolder } from '../../support/folder.ts';
import { withCommand } from '../../support/installed-command.ts';
import { blocksOf, runBlock, writeBlock, type Follower } from '../../support/page.ts';
import { commandEnv, openCrowdStage, type CrowdStage } from './campaign-stage.ts';

const home = useFolder();
let stage: CrowdStage;

beforeAll(async () => {
  stage = await openCrowdStage(1);
  await stage.start();
});
afterAll(() => stage.close());

test('every command has the documented result', async () => {
  const follower: Follower = {
    folder: home.path,
    env: {
      PATH: withCommand(home.path, 'src/main.ts'),
      DATA_DIR: home.path,
      ...stage.peer.staffEnv(),
      ...commandEnv(stage.peer, stage.store),
    },
  };
  const results: [string, string][] = [];
  let output = '';
  for (const block of await blocksOf('docs/campaigns.md')) {
    if (block.use.startsWith('file=')) await writeBlock(block, follower);
    else if (block.use === 'try') {
      output = await runBlock(block, follower);
    } else if (block.use === 'prints') results.push([block.text, output]);
  }

  expect(results.map(([, printed]) => printed)).toEqual(results.map(([wanted]) => wanted));
  expect(results).toHaveLength(6);
  expect([...stage.resets().keys()].toSorted()).toEqual(['alice', 'bob']);
});
