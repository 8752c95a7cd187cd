/** The version of AM is there as soon as AM reports it; a read that fails says so. */
import { expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { actAs, everyCallerEnv, useStage } from '../support/stage.ts';

const stage = useStage('pingam', { env: everyCallerEnv(), anew: true });
const path = '/serverinfo/version';

async function readVersion(who = 'helen') {
  const as = await actAs(stage, who);
  const { data, errors } = await stage.gateway.ask('{ gatewayCapabilities { version } }', as);
  return { version: fieldAt(data, 'gatewayCapabilities', 'version'), codes: codesOf({ errors }) };
}
function readsOfVersion(): number {
  return stage.sandbox.received().filter((request) => request.path.includes(path)).length;
}
const wellRead = { version: '8.0.1', codes: [] };

test('the first read after AM has lost its sessions has the version', async () => {
  expect(await readVersion()).toEqual(wellRead);
  stage.restart();

  expect(await readVersion()).toEqual(wellRead);

  expect(readsOfVersion()).toBe(2);
});

test.each([
  [500, 'UPSTREAM_ERROR'],
  [502, 'UPSTREAM_UNAVAILABLE'],
  [504, 'UPSTREAM_TIMEOUT'],
])('a read that AM answers with %s has an error, and the next one the version', async (...row) => {
  const [status, code] = row;
  const effect = { kind: 'status', status } as const;
  // Reads are sent twice.
  stage.sandbox.breakNext({ match: { path }, times: 2, effect });

  const broken = await readVersion();

  expect(broken).toEqual({ version: null, codes: [code] });
  stage.sandbox.reset();
  expect(await readVersion()).toEqual(wellRead);
});

test('who is not signed in has neither version nor error, and AM is not called', async () => {
  expect(await readVersion('nobody')).toEqual({ version: null, codes: [] });
  expect(readsOfVersion()).toBe(0);
});
