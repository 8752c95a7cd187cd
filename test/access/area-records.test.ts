/** The history of a realm shows staff of an area only the people of the area (security A34). */
import { expect, test } from '@jest/globals';
import { aPerson } from '../ledger/builders.ts';
import { areaEnv } from './area-matrix.ts';
import { RecordStage } from './record-stage.ts';

const records = new RecordStage({ env: areaEnv });

test.each(['north:desk', 'north:admin', 'north:audit'])('for %s', async (scope) => {
  const ids: string[] = [];
  for (const id of ['bob', 'ada', 'carol'])
    ids.push(await records.record({ target: aPerson({ id, realm: 'alpha', privileged: false }) }));

  const { data } = await records.ask(
    '{ realmHistory(realm: "alpha") { nodes { id: reference personAmId } } }',
    await records.as(`alice ${scope}`),
  );

  expect(data).toEqual({ realmHistory: { nodes: [{ id: ids[0], personAmId: 'bob' }] } });
});
