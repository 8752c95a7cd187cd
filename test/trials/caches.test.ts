/** The caches of GraphQL clients keep all data of the documented operations. */
import { describe, expect, test } from '@jest/globals';
import { PersonDevicesDocument } from '../../packages/client/index.ts';
import { operations } from '../ground/operations/documented.ts';
import { idOfPerson } from '../support/global-ids.ts';
import { oneApproval } from '../support/one-approval.ts';
import { oneCampaignOnly } from '../support/one-campaign.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';
import { useComplaints } from './complaints.ts';
import { libraries, type LibraryClient } from './library-clients.ts';
import { createTwin } from './twin.ts';

const stage = useStage('pingam', {
  env: (peer) => ({ ...peer.staffEnv(), AM_REALMS: 'alpha,beta' }),
  ledger: { campaigns: oneCampaignOnly, approvals: oneApproval() },
});
const complaints = useComplaints();
const queries = operations.filter(({ text }) => text.startsWith('query'));

describe.each(libraries)('%s', (_name, open) => {
  const clientOf = async (name: string): Promise<LibraryClient> =>
    clientAs(await stage.peer.signIn(name));

  function clientAs(headers: SessionHeader): LibraryClient {
    return open({ url: `${stage.gateway.url}/graphql`, headers });
  }

  test('queries through one client come back whole, again, and without a warning', async () => {
    const as = await stage.peer.signIn('helen');
    const client = clientAs(as);
    const allowed = queries.filter(({ by }) => by.includes('self') || by.includes('help desk'));
    const first = [];
    const second = [];
    const plain = [];
    for (const { send } of allowed) plain.push((await send(stage.gateway, as, 'bob')).data);
    for (const { through } of allowed) first.push(await through(client.query, 'bob'));
    for (const { through } of allowed) second.push(await through(client.query, 'bob'));

    expect(first).toHaveLength(17);
    expect([first, second]).toEqual([plain, plain]);
    expect(complaints).toEqual([]);
  });

  test('two users with the same AM id in two realms stay two', async () => {
    await createTwin(stage);
    const client = await clientOf('amadmin');
    const read = (realm: string): Promise<unknown> =>
      client.query(PersonDevicesDocument, { id: 'bob', realm });

    const [alpha, beta] = [await read('alpha'), await read('beta')];

    expect([alpha, beta]).toMatchObject([
      {
        user: {
          id: idOfPerson('bob'),
          email: 'bob@example.com',
          devicesByKind: [{ devices: [{}, {}] }, {}],
        },
      },
      {
        user: {
          id: idOfPerson('bob', 'beta'),
          email: 'bob@beta.example.com',
          devicesByKind: [{ devices: [] }, {}],
        },
      },
    ]);
    expect([await read('alpha'), await read('beta')]).toEqual([alpha, beta]);
  });
});
