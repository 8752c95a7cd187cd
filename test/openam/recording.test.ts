/**
 * A recording of the real OpenAM has the shape of the kept one. `WRITE_RECORDING=1` replaces the
 * kept one. Requires running `npm run openam`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { deviceIds, personUuids, secretMarks } from '../../src/sandbox/index.ts';
import { useFolder } from '../support/folder.ts';
import { openRealOpenAm } from '../support/peer.ts';
import { record } from '../support/record.ts';
import { shapeOf } from '../support/recording-shape.ts';

const kept = 'test/recordings/proven/openam-16.0.5.json';
const folder = useFolder();

test('the real OpenAM answers as it was recorded, and nothing secret is in the file', async () => {
  const peer = await openRealOpenAm();
  const file = join(folder.path, 'openam.json');

  try {
    const more = ['--write', "oath:Bob's old phone"];
    const { code, err, text } = await record(peer, { file, more });
    if (process.env['WRITE_RECORDING'] === '1') writeFileSync(kept, text);

    expect([code, err]).toEqual([0, []]);
    const names = ['bob', 'Bob', 'helen', 'alpha', 'amadmin', 'ou=people', 'AQIC', '127.0.0.1'];
    const secrets = [...secretMarks, ...Object.values(deviceIds), ...Object.values(personUuids)];
    expect([...secrets, ...names].filter((one) => text.includes(one))).toEqual([]);
    expect(shapeOf(text)).toEqual(shapeOf(readFileSync(kept, 'utf8')));
  } finally {
    await peer.restore();
    await peer.close();
  }
});
