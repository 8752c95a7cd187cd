/** Calls that are needed and permitted go out at once: the waves of every operation. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { operations as documented } from '../ground/operations/documented.ts';
import { codesOf } from '../support/gateway.ts';
import { documentedOperations } from '../support/documented-operations.ts';
import { begin, openStage, type Stage, type Who } from './wave-stage.ts';
import { latencyMs, wavesOf } from './waves.ts';

interface Row {
  readonly operation: string;
  readonly by: Who;
  /** Whether session and groups are cached; a mutation reads them all the same. */
  readonly known: boolean;
  readonly waves: readonly string[];
}

const own = ['oath bob + person bob + push bob'];
const everyKind = [
  'bound bob + oath bob + person bob + profile bob + push bob + trusted bob + webAuthn bob',
];
const listsOfAll = 'bound bob + oath bob + profile bob + push bob + trusted bob + webAuthn bob';
const staff = ['session', 'group admins + group helpdesk + person helen'];
const everyGroup = 'group admins + group auditors + group helpdesk';
const resetOath = ['person bob', 'oath bob', 'change bob', 'oath bob', 'person bob'];
const resetPush = ['person bob', 'push bob', 'change bob', 'push bob', 'person bob'];
const change = ['person bob', 'oath bob', 'change bob', 'oath bob'];
/** The list after the removal is known already. */
const remove = [...change, 'person bob'];
const rename = ['person bob', 'oath bob', 'oath bob', 'change bob', 'oath bob', 'person bob'];
/** The lists after the resets are known already. */
const resetTwo = [...change, 'trusted bob', 'change bob', 'trusted bob', 'person bob'];
const privileged = 'group executives';
const prover = [...staff, `${privileged} + person bob`];

const rows: readonly Row[] = [
  row('WhoAmI', 'bob', 'known', ['person bob']),
  row('WhoAmI', 'bob', 'new', ['session', `${everyGroup} + person bob`]),
  row('WhoAmI', 'a bearer', 'new', []),
  row('WhoAmI', 'helen', 'known', ['person helen']),
  row('WhoAmI', 'helen', 'new', ['session', `${everyGroup} + person helen`]),
  row('WhoAmI', 'amadmin', 'known', []),
  row('WhoAmI', 'amadmin', 'new', ['session']),
  row('Capabilities', 'bob', 'new', []),
  row('MyDevices', 'bob', 'known', own),
  row('MyDevices', 'bob', 'new', ['session', ...own]),
  row('MyDevices', 'a bearer', 'new', own),
  row('AllMyDevices', 'bob', 'known', everyKind),
  row('AllMyDevices', 'bob', 'new', ['session', ...everyKind]),
  row('AllMyDevices', 'a bearer', 'new', everyKind),
  row('PageStart', 'bob', 'known', ['person bob']),
  row('PageStart', 'bob', 'new', ['session', `${everyGroup} + person bob`]),
  row('PageStart', 'a bearer', 'new', ['person bob']),
  row('MyDevicesPage', 'bob', 'known', everyKind),
  row('MyDevicesPage', 'bob', 'new', ['session', ...everyKind]),
  row('MyDevicesPage', 'a bearer', 'new', everyKind),
  row('SearchPeople', 'helen', 'known', ['person helen', 'search']),
  row('SearchPeople', 'helen', 'new', [...staff, 'search']),
  row('SearchPeople', 'amadmin', 'known', ['search']),
  row('SearchPeople', 'amadmin', 'new', ['session', 'search']),
  row('PersonDevices', 'bob', 'known', own),
  row('PersonDevices', 'bob', 'new', ['session', ...own]),
  row('PersonDevices', 'a bearer', 'new', own),
  row('PersonDevices', 'helen', 'known', ['person helen', 'person bob', 'oath bob + push bob']),
  row('PersonDevices', 'helen', 'new', [
    ...staff,
    `${privileged} + person bob`,
    'oath bob + push bob',
  ]),
  row('PersonDevices', 'amadmin', 'known', own),
  row('PersonDevices', 'amadmin', 'new', ['session', ...own]),
  row('PersonHistory', 'bob', 'known', ['person bob']),
  row('PersonHistory', 'helen', 'new', [...staff, 'person bob', privileged]),
  row('PersonHistory', 'amadmin', 'known', ['person bob']),
  row('RealmHistory', 'helen', 'known', ['person helen']),
  row('RealmHistory', 'helen', 'new', ['session', `${everyGroup} + person helen`, privileged]),
  row('RealmHistory', 'amadmin', 'known', []),
  row('RealmInsights', 'amadmin', 'known', []),
  row('ThreatLevel', 'bob', 'known', ['person bob']),
  row('ThreatLevel', 'a bearer', 'new', []),
  row('ThreatLevel', 'amadmin', 'new', ['session']),
  row('SetThreatLevel', 'amadmin', 'known', ['session']),
  row('ChangeByKey', 'bob', 'known', ['person bob']),
  row('ChangeNotices', 'bob', 'known', ['person bob']),
  row('PersonActions', 'bob', 'known', ['person bob']),
  row('PersonActions', 'a bearer', 'new', ['person bob']),
  row('PersonActions', 'helen', 'known', ['person helen', 'person bob']),
  row('PersonActions', 'helen', 'new', [...staff, 'person bob', privileged]),
  row('PersonActions', 'amadmin', 'known', ['person bob']),
  row('HelpDeskPerson', 'helen', 'known', ['person helen', 'person bob', listsOfAll]),
  row('HelpDeskPerson', 'helen', 'new', [...staff, `${privileged} + person bob`, listsOfAll]),
  row('HelpDeskPerson', 'amadmin', 'new', ['session', ...everyKind]),
  row('ResetOathDevices', 'bob', 'known', ['session', ...resetOath]),
  row('ResetOathDevices', 'a bearer', 'new', resetOath),
  row('ResetOathDevices', 'helen', 'new', [...staff, ...withPrivilege(byStaff(resetOath))]),
  row('ResetOathDevices', 'amadmin', 'known', ['session', ...bySuperUser(resetOath)]),
  row('ResetPushDevices', 'bob', 'known', ['session', ...resetPush]),
  row('ResetPushDevices', 'a bearer', 'new', resetPush),
  row('ResetPushDevices', 'helen', 'new', [...staff, ...withPrivilege(byStaff(resetPush))]),
  row('ResetPushDevices', 'amadmin', 'known', ['session', ...bySuperUser(resetPush)]),
  row('ResetDevices', 'bob', 'known', ['session', ...resetTwo]),
  row('ResetDevices', 'a bearer', 'new', resetTwo),
  row('ResetDevices', 'helen', 'new', [...staff, ...withPrivilege(byStaff(resetTwo))]),
  row('ResetDevices', 'amadmin', 'known', ['session', ...bySuperUser(resetTwo)]),
  row('RemoveDevice', 'bob', 'known', ['session', ...remove]),
  row('RemoveDevice', 'a bearer', 'new', remove),
  row('RemoveDevice', 'amadmin', 'known', ['session', ...bySuperUser(remove)]),
  row('RenameDevice', 'bob', 'known', ['session', ...rename]),
  row('RenameDevice', 'a bearer', 'new', rename),
  // A rename ends no session.
  row('RenameDevice', 'amadmin', 'known', [
    'session',
    ...bySuperUser(rename).filter((wave) => wave !== 'end'),
  ]),
  // No change has this reference.
  row('ReportUnrecognisedChange', 'bob', 'known', ['session', 'person bob']),
  row('ReportUnrecognisedChange', 'a bearer', 'new', ['person bob']),
  row('TakeReport', 'helen', 'new', staff),
  row('TakeReport', 'amadmin', 'known', ['session']),
  row('RetryNotice', 'helen', 'new', staff),
  row('RetryNotice', 'amadmin', 'known', ['session']),
  // No campaign has this id.
  row('Campaigns', 'amadmin', 'known', []),
  row('Campaign', 'amadmin', 'known', []),
  row('CampaignLines', 'amadmin', 'known', []),
  row('StartCampaign', 'amadmin', 'known', ['session']),
  row('PauseCampaign', 'amadmin', 'known', ['session']),
  row('ResumeCampaign', 'amadmin', 'known', ['session']),
  row('AbortCampaign', 'amadmin', 'known', ['session']),
  row('RetryFailedOfCampaign', 'amadmin', 'known', ['session']),
  // AM cannot spare the caller's own session, which needs no call. A sign-out changes no person.
  row('EndSessions', 'bob', 'known', ['session', 'person bob']),
  row('EndSessions', 'helen', 'new', [...staff, `${privileged} + person bob`, 'end']),
  row('EndSessions', 'amadmin', 'known', [
    'session',
    `group admins + ${privileged} + person bob`,
    'end',
  ]),
  row('RequestChange', 'helen', 'new', [...prover, 'oath bob']),
  // The devices are others than those of the request, so nothing is written.
  row('ApproveChange', 'helen', 'new', [...prover, 'person oscar', 'oath bob']),
  row('RejectChange', 'helen', 'new', prover),
  row('WithdrawChange', 'helen', 'new', [
    'session',
    'group admins + group helpdesk + person helen',
  ]),
  row('PendingChanges', 'helen', 'new', prover),
  row('PendingChange', 'helen', 'new', prover),
  // The first journey of a process is tried without the secret before.
  row('StartPushProof', 'helen', 'new', [...prover, 'push bob', 'journey', 'journey']),
  row('CheckPushProof', 'helen', 'new', prover),
  row('CheckSignedProof', 'helen', 'new', prover),
  row('ProveByCode', 'helen', 'new', [...prover, 'oath bob', 'journey', 'journey', 'journey']),
];

/** What differs from the documented variables, so that the rows are as short as can be. */
const otherVariables: Readonly<Record<string, object>> = {
  RequestChange: { kinds: ['OATH'] },
  ProveByCode: { code: '123456' },
  RemoveDevice: { kind: 'OATH' },
  RenameDevice: { kind: 'OATH' },
};

function variablesFor(name: string, id: string | null): object {
  const variables = documented.find((one) => one.name === name)?.variables(id) ?? {};
  if (/Campaign/.test(name))
    return 'input' in variables ? { input: { id: 'none' } } : { ...variables, id: 'none' };
  return 'input' in variables
    ? { input: { ...Object(variables.input), ...otherVariables[name] } }
    : variables;
}

/** As many sandboxes as rows are tried at once: trying them is waiting. */
const stageCount = 8;
let stages: readonly Stage[];
let documents: ReadonlyMap<string, string>;
const found = new Map<Row, Found>();

interface Found {
  readonly waves: readonly string[];
  readonly codes: readonly string[];
  readonly elapsedMs: number;
}

beforeAll(async () => {
  documents = await documentedOperations();
  stages = await Promise.all(Array.from({ length: stageCount }, openStage));
  await Promise.all(
    stages.map(async (stage, index) => {
      for (const one of rows.filter((_row, at) => at % stageCount === index)) {
        found.set(one, await tryRow(stage, one));
      }
    }),
  );
}, 90_000);
afterAll(() => Promise.all((stages ?? []).map((stage) => stage.close())));

test('every documented operation has a row', () => {
  expect([...new Set(rows.map(({ operation }) => operation))].toSorted()).toEqual(
    [...documents.keys()].toSorted(),
  );
});

test.each(rows)('$operation by $by, known: $known', (one) => {
  expect(found.get(one)?.codes).toEqual([]);
  expect(found.get(one)?.waves).toEqual(one.waves);
});

test.each(
  rows.filter(({ waves, known }) => known && waves.length === 1 && /[+]/.test(waves[0] ?? '')),
)('$operation by $by takes as long as one call, and not as two', async (one) => {
  const [stage] = stages;
  if (stage === undefined) throw new Error('there is no stage');
  let best = Infinity;
  // A busy machine may take longer, even several times.
  for (let round = 0; round < 20 && best >= 2 * latencyMs; round += 1) {
    best = Math.min(best, (await tryRow(stage, one)).elapsedMs);
  }

  expect(best).toBeGreaterThanOrEqual(latencyMs - 2);
  expect(best).toBeLessThan(2 * latencyMs);
});

async function tryRow(stage: Stage, { operation, by, known }: Row): Promise<Found> {
  const as = await begin(stage, by, { known, slow: true });
  const variables = variablesFor(operation, by === 'bob' || by === 'a bearer' ? null : 'bob');
  const start = performance.now();
  const answer = await stage.gateway.ask(documents.get(operation) ?? '', as, variables);
  const elapsedMs = performance.now() - start;
  return { waves: wavesOf(stage.peer.sandbox), codes: codesOf(answer), elapsedMs };
}

function row(operation: string, by: Who, known: 'known' | 'new', waves: readonly string[]): Row {
  return { operation, by, known: known === 'known', waves };
}

/** The help desk also needs to know whether the person is privileged: read in parallel. */
function withPrivilege([person = '', ...others]: readonly string[]): readonly string[] {
  return [`${privileged} + ${person}`, ...others];
}

/** Whether the person is privileged is recorded, and read with the person. */
function bySuperUser(waves: readonly string[]): readonly string[] {
  const [person = '', ...others] = byStaff(waves);
  return [`group admins + ${privileged} + ${person}`, ...others];
}

/** Of a change by staff: the sessions of the person end once the last list of the kinds is read. */
function byStaff(waves: readonly string[]): readonly string[] {
  const last = waves.findLastIndex((wave) => /^(?:oath|push|trusted) bob$/.test(wave));
  return waves.toSpliced(last + 1, 0, 'end');
}
