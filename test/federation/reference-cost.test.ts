/** References cost what docs/portal.md says. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { fieldAt } from '../support/json.ts';
import { useStage } from '../support/stage.ts';
import { maxReferences } from '../../src/graph/federation/entities.resolver.ts';
import { entitiesQuery, toUser } from './references.ts';

const stage = useStage('pingam', { env: (peer) => peer.staffEnv() });

/**
 * Returns the rows of the page: the selection, the points of one user, and the maximum number of
 * users in a request.
 */
async function rows(): Promise<readonly (readonly [string, number, number])[]> {
  const page = await readFile('docs/portal.md', 'utf8');
  return [...page.matchAll(/^ +\| `([^`]+)` +\| (\d+) +\| (\d+) +\|$/gm)].map(
    ([, selection = '', points, people]) => [selection, Number(points), Number(people)],
  );
}

test('each row has the right points and number of users', async () => {
  const helen = await stage.peer.signIn('helen');
  const told = await rows();
  const found: unknown[] = [];
  for (const [selection] of told) {
    const { text } = await stage.gateway.ask(entitiesQuery(selection), helen, {
      of: [toUser('bob')],
    });
    const cost = fieldAt(JSON.parse(text), 'extensions');
    const points = Number(fieldAt(fieldAt(cost, 'cost'), 'points'));
    const limit = Number(fieldAt(fieldAt(cost, 'cost'), 'limit'));
    found.push([selection, points, Math.min(maxReferences, Math.floor(limit / points))]);
  }

  expect(told.length).toBeGreaterThan(4);
  expect(found).toEqual(told);
});
