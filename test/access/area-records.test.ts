/**
 * Records of people outside an area (security A34): lists leave them out, and a reference number
 * or an id of one is answered as one that does not exist.
 */
import { describe, expect, test } from '@jest/globals';
import { globalRecordId } from '../../src/domain/devices/global-id.ts';
import { aPerson, anIntent } from '../ledger/builders.ts';
import { endedCampaign } from '../support/ended-campaign.ts';
import { areaEnv } from './area-matrix.ts';
import { RecordStage } from './record-stage.ts';

const records = new RecordStage({ env: areaEnv, hasCampaigns: true });
const scopes = ['north:desk', 'north:admin', 'north:audit'];

test.each(scopes)('a realm’s history for %s', async (scope) => {
  const ids: string[] = [];
  for (const id of ['bob', 'ada', 'carol'])
    ids.push(await records.record({ target: aPerson({ id, realm: 'alpha', privileged: false }) }));

  const { data } = await records.ask(
    '{ realmHistory(realm: "alpha") { nodes { id: reference personAmId } } }',
    await records.as(`alice ${scope}`),
  );

  expect(data).toEqual({ realmHistory: { nodes: [{ id: ids[0], personAmId: 'bob' }] } });
});

const target = aPerson({ id: 'carol', realm: 'alpha', privileged: false });

/** How each kind of record comes to be, about someone outside; the id that finds it. */
const made = {
  change: () => records.record({ target }),
  request: async () => {
    const change = { devices: [], overrideLimit: false, isRoleOfCredential: false };
    const given = { idempotencyKey: null, proof: null, seconds: 1_800 };
    const requested = await records.ledger.approvals.request(
      { intent: anIntent({ target }), ...change },
      given,
    );
    if (requested.kind !== 'requested') throw new Error(requested.kind);
    return requested.pending.id;
  },
  campaign: async () => {
    const { campaigns } = records.ledger;
    if (campaigns === null) throw new Error('The ledger has no campaigns.');
    return endedCampaign(campaigns, (ms) => void (records.now += ms));
  },
} as const;

const none = { change: '0'.repeat(20), request: 'A'.repeat(22), campaign: '7K3M-9QXT-2BW4-C0HJ' };
const errors = 'errors { code message }';

/** Each field that finds a record by a reference number or an id. */
const doors: readonly (readonly [keyof typeof made, string, (id: string) => string])[] = [
  ['change', 'deviceChange', (id) => `{ deviceChange(by: { reference: "${id}" }) { personAmId } }`],
  ['change', 'node', (id) => `{ node(id: "${globalRecordId('DeviceChange', id)}") { id } }`],
  [
    'change',
    'checkDeviceChange',
    (id) => `mutation { checkDeviceChange(input: { reference: "${id}" }) { change { id } } }`,
  ],
  [
    'change',
    'takeDeviceChangeReport',
    (id) => `mutation { takeDeviceChangeReport(input: { reference: "${id}" }) { ${errors} } }`,
  ],
  [
    'change',
    'retryDeviceChangeNotice',
    (id) => `mutation { retryDeviceChangeNotice(input: { reference: "${id}" }) { ${errors} } }`,
  ],
  [
    'change',
    'reportUnrecognisedDeviceChange',
    (id) =>
      `mutation { reportUnrecognisedDeviceChange(input: { reference: "${id}" }) { ${errors} } }`,
  ],
  ['request', 'pendingDeviceChange', (id) => `{ pendingDeviceChange(id: "${id}") { id } }`],
  [
    'request',
    'approveDeviceChange',
    (id) => `mutation { approveDeviceChange(input: { id: "${id}" }) { ${errors} } }`,
  ],
  [
    'request',
    'rejectDeviceChange',
    (id) => `mutation { rejectDeviceChange(input: { id: "${id}" }) { ${errors} } }`,
  ],
  [
    'request',
    'withdrawDeviceChange',
    (id) => `mutation { withdrawDeviceChange(input: { id: "${id}" }) { ${errors} } }`,
  ],
  ['campaign', 'resetCampaign', (id) => `{ resetCampaign(id: "${id}") { id } }`],
  ['campaign', 'node', (id) => `{ node(id: "${globalRecordId('ResetCampaign', id)}") { id } }`],
  [
    'campaign',
    'takeResetCampaignStep',
    (id) => `mutation { takeResetCampaignStep(input: { id: "${id}", step: PAUSE }) { ${errors} } }`,
  ],
];

describe.each(scopes)('for %s', (scope) => {
  test.each(doors)(
    'a %s outside looks like one that does not exist: %s',
    async (kind, _field, query) => {
      const as = await records.as(`alice ${scope}`);
      const answerOf = async (id: string): Promise<string> => {
        const { data, errors: problems } = await records.ask(query(id), as);
        const found = problems.map(({ message, extensions: { code } }) => ({ message, code }));
        return JSON.stringify({ data, found }).replaceAll(id, 'ID');
      };

      expect(await answerOf(await made[kind]())).toBe(await answerOf(none[kind]));
    },
  );
});
