/** Who may read records and act on them: `history` and `prove` (A25, A30, B6, G7, G17). */
import { expect, test } from '@jest/globals';
import type { Campaign } from '../../src/domain/campaign/campaign.ts';
import type { Campaigns } from '../../src/domain/campaign/campaigns.ts';
import { aPerson, anActor } from '../ledger/builders.ts';
import { oneCampaign, oneCampaignOnly } from '../support/one-campaign.ts';
import { oneRecord } from '../ground/operations/stage.ts';
import { proofEnv, vendorEnv } from '../support/peer.ts';
import { withLists } from '../support/with-lists.ts';
import { areaEnv } from './area-matrix.ts';
import { cellsOf } from './matrix.ts';
import { writesTo } from './received.ts';
import { RecordStage, verdictOf } from './record-stage.ts';

/** The campaigns of the rows: of two realms, and of an area. */
const campaignOf: Readonly<Record<string, Pick<Campaign, 'realm' | 'area'>>> = {
  alpha: { realm: 'alpha', area: null },
  beta: { realm: 'beta', area: null },
  north: { realm: 'alpha', area: 'north' },
  lost: { realm: 'alpha', area: 'lost' },
};

let stepsTaken = 0;
const campaigns: Campaigns = {
  ...oneCampaignOnly,
  take: async (request) => {
    stepsTaken += 1;
    return oneCampaignOnly.take(request);
  },
  find: async (id: string) => ({ ...oneCampaign, id, ...campaignOf[id] }),
};
const records = new RecordStage({
  env: {
    ...proofEnv,
    ...vendorEnv,
    ...withLists({ limits: { personChanges: [], ownChanges: [] } }),
    ...areaEnv,
  },
  parts: { channels: [{ name: 'mail', kinds: ['change'] }] },
  wrap: (ledger) => ({ ...ledger, campaigns, coverage: oneRecord.coverage }),
});

/** The person or realm of a row, and the numbers of two changes. */
interface About {
  readonly id: string;
  readonly realm: string;
  readonly change: string;
  readonly reported: string;
}
const realmOf: Readonly<Record<string, string>> = { bob: 'alpha', vera: 'alpha', bella: 'beta' };

const user = ({ id, realm }: About): string => `user: { id: "${id}", realm: "${realm}" }`;
const done = '{ errors { code } }';
const steps = ['START', 'PAUSE', 'RESUME', 'ABORT', 'RETRY'];
const proven = '{ proof { state } }';

const documents: Readonly<Record<string, (about: About) => string | readonly string[]>> = {
  realmHistory: ({ realm }) => `{ realmHistory(realm: "${realm}") { nodes { id } } }`,
  insights: ({ realm }) => `{ deviceChangeInsights(realm: "${realm}") { busiestStaff { amId } } }`,
  coverage: ({ realm }) => `{ realmDeviceCoverage(realm: "${realm}") { people } }`,
  areaCoverage: ({ realm }) =>
    `{ realmDeviceCoverage(realm: "${realm}", area: "north") { people } }`,
  pendingChanges: ({ realm }) => `{ pendingDeviceChanges(realm: "${realm}") { nodes { id } } }`,
  campaigns: ({ realm }) => `{ resetCampaigns(realm: "${realm}") { nodes { id } } }`,
  campaign: ({ id }) =>
    `{ resetCampaign(id: "${id}") { isCallerAnotherPerson failures { count } lines { nodes { name } } } }`,
  campaignSteps: ({ id }) =>
    steps.map(
      (step) => `mutation { takeResetCampaignStep(input: { id: "${id}", step: ${step} }) ${done} }`,
    ),
  threatLevel: ({ realm }) => `{ realmThreatLevel(realm: "${realm}") { level } }`,
  setThreatLevel: ({ realm }) =>
    `mutation { setRealmThreatLevel(input: { realm: "${realm}", level: NORMAL, reason: "over" }) { threatLevel { level } } }`,
  deviceChange: ({ change }) =>
    `{ deviceChange(by: { reference: "${change}" }) { id notices { state } } }`,
  deliveries: ({ change }) =>
    `{ deviceChange(by: { reference: "${change}" }) { deliveries { receiver } } }`,
  report: ({ change }) =>
    `mutation { reportUnrecognisedDeviceChange(input: { reference: "${change}" }) ${done} }`,
  takeReport: ({ reported }) =>
    `mutation { takeDeviceChangeReport(input: { reference: "${reported}" }) ${done} }`,
  retryNotice: ({ change }) =>
    `mutation { retryDeviceChangeNotice(input: { reference: "${change}" }) ${done} }`,
  checkChange: ({ change }) =>
    `mutation { checkDeviceChange(input: { reference: "${change}" }) ${done} }`,
  requestChange: (about) =>
    `mutation { requestDeviceChange(input: { target: { ${user(about)} }, change: { reset: [PUSH] } }) ${done} }`,
  proofs: (about) => `mutation {
    startDeviceOwnerPushProof(input: { ${user(about)} }) ${proven}
    checkDeviceOwnerPushProof(input: { ${user(about)}, proofId: "x" }) ${proven}
    proveDeviceOwnerByCode(input: { ${user(about)}, code: "123456" }) ${proven}
    startDeviceOwnerIdentityCheck(input: { ${user(about)} }) ${proven}
    readDeviceOwnerIdentityCheck(input: { ${user(about)}, proofId: "x" }) ${proven} }`,
};

/** Codes are cut short: `who` for UNAUTHENTICATED, `-` for FORBIDDEN, `scope`, `area` and so on. */
const table = `
                       | nobody | alice   | bob     | rita    | helen      | hektor  | oscar      | amadmin | alice devices:help-desk | alice devices:audit | alice devices:admin | bob devices:read | bob devices:reset | bob openid | alice north:desk | alice north:admin | alice north:audit | alice lost:desk
  realmHistory alpha   | who    | -       | -       | yes     | yes        | -       | yes        | yes     | yes                     | yes                 | yes                 | -                | -                 | -          | yes              | yes               | yes               | area
  realmHistory beta    | who    | -       | -       | -       | -          | yes     | -          | yes     | -                       | -                   | -                   | -                | -                 | -          | -                | -                 | -                 | -
  insights alpha       | who    | -       | -       | yes     | -          | -       | yes        | yes     | -                       | yes                 | yes                 | -                | -                 | -          | -                | -                 | -                 | -
  insights beta        | who    | -       | -       | -       | -          | -       | -          | yes     | -                       | -                   | -                   | -                | -                 | -          | -                | -                 | -                 | -
  coverage alpha       | who    | -       | -       | yes     | -          | -       | yes        | yes     | -                       | yes                 | yes                 | -                | -                 | -          | -                | -                 | -                 | -
  coverage beta        | who    | -       | -       | -       | -          | -       | -          | yes     | -                       | -                   | -                   | -                | -                 | -          | -                | -                 | -                 | -
  areaCoverage alpha   | who    | -       | -       | yes     | -          | -       | yes        | yes     | -                       | yes                 | yes                 | -                | -                 | -          | -                | yes               | yes               | -
  areaCoverage beta    | who    | -       | -       | -       | -          | -       | -          | yes     | -                       | -                   | -                   | -                | -                 | -          | -                | -                 | -                 | -
  pendingChanges alpha | who    | -       | -       | -       | yes        | -       | yes        | yes     | yes                     | -                   | yes                 | -                | -                 | -          | yes              | yes               | -                 | area
  pendingChanges beta  | who    | -       | -       | -       | -          | yes     | -          | yes     | -                       | -                   | -                   | -                | -                 | -          | -                | -                 | -                 | -
  campaigns alpha      | who    | -       | -       | -       | -          | -       | yes        | yes     | -                       | -                   | yes                 | -                | -                 | -          | -                | yes               | -                 | -
  campaigns beta       | who    | -       | -       | -       | -          | -       | -          | yes     | -                       | -                   | -                   | -                | -                 | -          | -                | -                 | -                 | -
  campaign alpha       | who    | -       | -       | -       | -          | -       | yes        | yes     | -                       | -                   | yes                 | -                | -                 | -          | -                | -                 | -                 | -
  campaign beta        | who    | -       | -       | -       | -          | -       | -          | yes     | -                       | -                   | -                   | -                | -                 | -          | -                | -                 | -                 | -
  campaign north       | who    | -       | -       | -       | -          | -       | yes        | yes     | -                       | -                   | yes                 | -                | -                 | -          | -                | yes               | -                 | -
  campaign lost        | who    | -       | -       | -       | -          | -       | yes        | yes     | -                       | -                   | yes                 | -                | -                 | -          | -                | -                 | -                 | -
  campaignSteps alpha  | who    | -       | -       | -       | -          | -       | yes        | yes     | -                       | -                   | yes                 | -                | -                 | -          | -                | -                 | -                 | -
  campaignSteps beta   | who    | -       | -       | -       | -          | -       | -          | yes     | -                       | -                   | -                   | -                | -                 | -          | -                | -                 | -                 | -
  campaignSteps north  | who    | -       | -       | -       | -          | -       | yes        | yes     | -                       | -                   | yes                 | -                | -                 | -          | -                | yes               | -                 | -
  campaignSteps lost   | who    | -       | -       | -       | -          | -       | yes        | yes     | -                       | -                   | yes                 | -                | -                 | -          | -                | -                 | -                 | -
  threatLevel alpha    | who    | yes     | yes     | yes     | yes        | -       | yes        | yes     | yes                     | yes                 | yes                 | yes              | scope             | scope      | yes              | yes               | yes               | yes
  threatLevel beta     | who    | -       | -       | -       | -          | yes     | -          | yes     | -                       | -                   | -                   | -                | -                 | -          | -                | -                 | -                 | -
  setThreatLevel alpha | who    | -       | -       | -       | -          | -       | yes        | yes     | -                       | -                   | yes                 | -                | -                 | -          | -                | -                 | -                 | -
  setThreatLevel beta  | who    | -       | -       | -       | -          | -       | -          | yes     | -                       | -                   | -                   | -                | -                 | -          | -                | -                 | -                 | -
  deviceChange bob     | who    | -       | yes     | yes     | yes        | -       | yes        | yes     | yes                     | yes                 | yes                 | yes              | scope             | scope      | yes              | yes               | yes               | area
  deviceChange vera    | who    | -       | -       | yes     | privileged | -       | yes        | yes     | privileged              | yes                 | yes                 | -                | -                 | -          | privileged       | yes               | yes               | area
  deviceChange bella   | who    | -       | -       | -       | -          | yes     | -          | yes     | -                       | -                   | -                   | -                | -                 | -          | nothing          | nothing           | nothing           | -
  deliveries bob       | who    | -       | -       | -       | -          | -       | yes        | yes     | -                       | -                   | yes                 | -                | scope             | scope      | -                | yes               | -                 | area
  deliveries vera      | who    | -       | -       | -       | privileged | -       | yes        | yes     | privileged              | -                   | yes                 | -                | -                 | -          | privileged       | yes               | -                 | area
  deliveries bella     | who    | -       | -       | -       | -          | -       | -          | yes     | -                       | -                   | -                   | -                | -                 | -          | nothing          | nothing           | nothing           | -
  report bob           | who    | unknown | yes     | unknown | unknown    | unknown | unknown    | -       | scope                   | scope               | scope               | scope            | yes               | scope      | scope            | scope             | scope             | scope
  report vera          | who    | unknown | unknown | unknown | unknown    | unknown | unknown    | -       | scope                   | scope               | scope               | scope            | unknown           | scope      | scope            | scope             | scope             | scope
  report bella         | who    | unknown | unknown | unknown | unknown    | unknown | unknown    | -       | scope                   | scope               | scope               | scope            | unknown           | scope      | scope            | scope             | scope             | scope
  takeReport bob       | who    | -       | -       | -       | yes        | -       | yes        | yes     | yes                     | -                   | yes                 | -                | -                 | -          | yes              | yes               | -                 | area
  takeReport vera      | who    | -       | -       | -       | privileged | -       | yes        | yes     | privileged              | -                   | yes                 | -                | -                 | -          | privileged       | yes               | -                 | area
  takeReport bella     | who    | -       | -       | -       | -          | yes     | -          | yes     | -                       | -                   | -                   | -                | -                 | -          | unknown          | unknown           | -                 | -
  retryNotice bob      | who    | -       | -       | -       | yes        | -       | yes        | yes     | yes                     | -                   | yes                 | -                | -                 | -          | yes              | yes               | -                 | area
  retryNotice vera     | who    | -       | -       | -       | privileged | -       | yes        | yes     | privileged              | -                   | yes                 | -                | -                 | -          | privileged       | yes               | -                 | area
  retryNotice bella    | who    | -       | -       | -       | -          | yes     | -          | yes     | -                       | -                   | -                   | -                | -                 | -          | unknown          | unknown           | -                 | -
  checkChange bob      | who    | -       | yes     | -       | yes        | -       | yes        | yes     | yes                     | -                   | yes                 | scope            | yes               | scope      | yes              | yes               | -                 | area
  checkChange vera     | who    | -       | -       | -       | privileged | -       | privileged | yes     | privileged              | -                   | privileged          | -                | -                 | -          | privileged       | privileged        | -                 | area
  checkChange bella    | who    | -       | -       | -       | -          | yes     | -          | yes     | -                       | -                   | -                   | -                | -                 | -          | -                | -                 | -                 | -
  requestChange bob    | who    | -       | -       | -       | yes        | -       | yes        | yes     | yes                     | -                   | yes                 | -                | -                 | -          | yes              | yes               | -                 | area
  requestChange vera   | who    | -       | -       | -       | privileged | -       | privileged | none    | privileged              | -                   | privileged          | -                | -                 | -          | privileged       | privileged        | -                 | area
  requestChange bella  | who    | -       | -       | -       | -          | none    | -          | none    | -                       | -                   | -                   | -                | -                 | -          | -                | -                 | -                 | -
  proofs bob           | who    | -       | -       | -       | yes        | -       | yes        | yes     | yes                     | -                   | yes                 | -                | -                 | -          | yes              | yes               | -                 | area
  proofs vera          | who    | -       | -       | -       | privileged | -       | privileged | yes     | privileged              | -                   | privileged          | -                | -                 | -          | privileged       | privileged        | -                 | area
  proofs bella         | who    | -       | -       | -       | -          | yes     | -          | yes     | -                       | -                   | -                   | -                | -                 | -          | -                | -                 | -                 | -
`;
const codes: Readonly<Record<string, string>> = {
  who: 'UNAUTHENTICATED',
  '-': 'FORBIDDEN',
  scope: 'INSUFFICIENT_SCOPE',
  privileged: 'TARGET_PRIVILEGED',
  unknown: 'CHANGE_NOT_FOUND',
  none: 'DEVICE_NOT_FOUND',
  nothing: 'none',
  area: 'AREA_UNKNOWN',
};
const cells = cellsOf(table).map(({ caller: row, target: caller, verdict }) => ({
  row,
  caller,
  verdict: codes[verdict] ?? verdict,
}));

/** Records two changes by another administrator: mail about them failed, one is reported. */
async function aboutOf(id: string): Promise<About> {
  const realm = realmOf[id] ?? campaignOf[id]?.realm ?? id;
  const actor = anActor({ id: 'ada', role: 'ADMINISTRATOR' });
  const target = aPerson({ id, realm, privileged: id === 'vera' });
  const [change, reported] = [
    await records.record({ actor, target }),
    await records.record({ actor, target }),
  ];
  await records.giveUpMail();
  const reporter = anActor({ id, role: 'SELF' });
  await records.ledger.report({ id: reported, actor: reporter, correlationId: 'a' }, []);
  return { id, realm, change, reported };
}

test.each([...new Set(cells.map(({ caller }) => caller))])('%s', async (caller) => {
  const expected = cells.filter((cell) => cell.caller === caller);
  const as = await records.as(caller);
  const names = new Set(expected.map(({ row }) => row.split(' ')[1] ?? ''));
  const about = new Map<string, About>();
  for (const name of names) about.set(name, await aboutOf(name));
  records.stage.sandbox.clearReceived();
  stepsTaken = 0;

  const found: object[] = [];
  for (const { row } of expected) {
    const [field = '', name = ''] = row.split(' ');
    const asked = about.get(name);
    const queries = [(asked && documents[field]?.(asked)) ?? row].flat();
    const verdicts = new Set<string>();
    for (const query of queries) verdicts.add(verdictOf(await records.ask(query, as)));
    found.push({ row, caller, verdict: [...verdicts].join(' and ') });
  }

  expect(found).toEqual(expected);
  const permitted = expected.filter(
    ({ row, verdict }) => row.startsWith('campaignSteps') && verdict === 'yes',
  );
  expect(stepsTaken).toBe(steps.length * permitted.length);
  const writes = writesTo(records.stage.sandbox).map(({ path }) => path);
  expect(writes.filter((path) => !path.includes('/authenticate?'))).toEqual([]);
});

test('every field has a row', () => {
  const rows = cells.map(({ row }) => row.split(' ')[0] ?? '');

  expect([...new Set(rows)].toSorted()).toEqual(Object.keys(documents).toSorted());
});
