/**
 * Apollo Client and urql run the documented operations by text and by id if only trusted documents
 * are allowed.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { GatewayOptions } from '../../examples/react-apollo/gateway.ts';
import { callers, operations } from '../ground/operations/documented.ts';
import { oneRecord } from '../ground/operations/stage.ts';
import { fieldAt } from '../support/json.ts';
import { oneLevel } from '../support/one-level.ts';
import { oneApproval } from '../support/one-approval.ts';
import { oneCampaignOnly } from '../support/one-campaign.ts';
import { oneProof } from '../support/one-proof.ts';
import { proofEnv, vendorEnv } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';
import { libraries } from './library-clients.ts';

const stage = useStage('pingam', {
  env: (peer) => ({ ...peer.staffEnv(), ...proofEnv, ...vendorEnv, TRUSTED_DOCUMENTS: 'only' }),
  ledger: {
    ...oneRecord,
    proofs: oneProof(Date.now),
    threats: oneLevel(Date.now),
    approvals: oneApproval(),
    campaigns: oneCampaignOnly,
  },
});
const sent: unknown[] = [];

beforeEach(() => void (sent.length = 0));

async function optionsFor(name: string): Promise<GatewayOptions> {
  return {
    url: `${stage.gateway.url}/graphql`,
    headers: await stage.peer.signIn(name),
    fetch: (to, init) => {
      if (typeof init?.body === 'string') sent.push(JSON.parse(init.body));
      return fetch(to, init);
    },
  };
}

describe.each(libraries)('%s', (_name, open) => {
  test.each(operations)('runs $name by its text', async ({ by, text, through }) => {
    const client = open(await optionsFor(callers[by[0] ?? 'self']));

    await through(text.startsWith('query') ? client.query : client.mutate, null);

    expect(sent.map((body) => String(fieldAt(body, 'query')).replace(/\n+/g, '\n'))).toEqual([
      text.replace(/\n+/g, '\n'),
    ]);
  });

  test.each(operations)('runs $name by its id, with its name', async (operation) => {
    const { by, text, through, id, name } = operation;
    const options = await optionsFor(callers[by[0] ?? 'self']);
    const client = open({ ...options, documents: 'id' });

    await through(text.startsWith('query') ? client.query : client.mutate, null);

    const persistedQuery = { version: 1, sha256Hash: id };
    expect(sent).toMatchObject([{ operationName: name, extensions: { persistedQuery } }]);
    expect(sent).not.toContainEqual(expect.objectContaining({ query: expect.anything() }));
  });
});
