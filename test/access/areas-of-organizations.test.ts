/** The example of docs/areas.md for organizations of AIC, on the sandbox (security A34). */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { areaExample } from '../support/area-example.ts';
import { codesOf } from '../support/gateway.ts';
import { bearer, everyCallerEnv, onStage } from '../support/stage.ts';

const env = areaExample('retail');
const [, organization = ''] = /value: ([\w-]+)/.exec(readFileSync(env.CONFIG_FILE, 'utf8')) ?? [];

test('staff of an organization reset its people, and those of its sub-organizations', async () => {
  await onStage('aic', { env: everyCallerEnv(env) }, async ({ gateway, peer, sandbox }) => {
    // IDM writes the organizations of a user and those above them into one attribute.
    const attribute = 'fr-idm-managed-user-memberoforgid';
    await peer.plant('bob', { [attribute]: ['a-sub-organization', organization] });
    await peer.plant('alice', { [attribute]: ['another'] });
    const desk = bearer(sandbox, 'helen', { scopes: ['desk:retail'] });
    const ask = (name: string) =>
      gateway.ask(
        'mutation ($id: ID!) { resetOathDevices(input: { target: { user: { id: $id } } }) { outcome } }',
        desk,
        { id: peer.idOf(name) },
      );

    expect((await ask('bob')).data).toEqual({ resetOathDevices: { outcome: 'DONE' } });
    expect(codesOf(await ask('alice'))).toEqual(['FORBIDDEN']);
    expect(codesOf(await ask('carol'))).toEqual(['FORBIDDEN']);
  });
});
