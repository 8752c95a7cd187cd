/**
 * Reports of changes that a person does not recognise (security G17), and mail about changes: its
 * state, and how it is sent again (G7). Who may do so is in record-access.test.ts.
 */
import { beforeEach, expect, test } from '@jest/globals';
import type { Intent } from '../../src/domain/change/change-record.ts';
import type { Delivery, Recipient } from '../../src/domain/outbox/outbox.ts';
import { anActor, anIntent, aPerson } from '../ledger/builders.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { withLists } from '../support/with-lists.ts';
import { writesTo } from './received.ts';
import { RecordStage, verdictOf, type Answer } from './record-stage.ts';

/** The changes whose notices were read, one list for each query. */
const queries: (readonly string[])[] = [];
beforeEach(() => void (queries.length = 0));

const records = new RecordStage({
  env: withLists({ limits: { reports: [{ most: 3, within: '1h' }] } }),
  parts: {
    channels: [
      { name: 'mail', kinds: ['change'] },
      { name: 'webhook:siem', kinds: ['change'] },
    ],
  },
  wrap: (ledger) => ({
    ...ledger,
    noticesOf: (changes) => {
      queries.push(changes);
      return ledger.noticesOf(changes);
    },
  }),
});

const byAda = { actor: anActor({ id: 'ada', role: 'ADMINISTRATOR' }) };
const unknown = '0000-0000-0000-0000';

async function settle(channel: string, delivery: Delivery): Promise<void> {
  for (const message of await records.ledger.outbox.claim(channel, 8))
    await records.ledger.outbox.settle(message, delivery);
}

/** Records a change whose mail was given up. */
async function withoutMail(about: Partial<Intent> = {}): Promise<string> {
  const id = await records.record(about);
  await records.giveUpMail();
  return id;
}

async function refusedChange(): Promise<string> {
  await records.ledger.refuse(anIntent(), 'FORBIDDEN');
  const query = { realm: 'alpha', first: 1, refused: true };
  return (await records.ledger.history(query)).changes[0]?.id ?? '';
}

const errors = 'errors { code message }';
const run = (document: string) => (reference: string, who: string) =>
  records.ask(`mutation ($reference: ID!) { ${document} }`, who, { reference });
const report = run(`reportUnrecognisedDeviceChange(input: { reference: $reference }) {
  change { id: reference report { at state takenAt takenBy { amId } } } ${errors} }`);
const take = run(`takeDeviceChangeReport(input: { reference: $reference }) {
  change { id: reference report { state takenBy { amId role } } } ${errors} }`);
const retry = run(`retryDeviceChangeNotice(input: { reference: $reference }) {
  change { id: reference notices { state problem } } ${errors} }`);

const reportOf = async (id: string) => (await records.ledger.findChange(id))?.report ?? null;
const mailOf = async (id: string): Promise<unknown> =>
  (await records.ledger.noticesOf([id])).get(id)?.find(({ channel }) => channel === 'mail')?.state;

test('a person reports a change of their devices; no device changes and no session ends', async () => {
  const id = await records.record(byAda);
  const bob = await records.as('bob');
  records.stage.sandbox.clearReceived();

  const { data } = await report(id.toLowerCase(), 'bob');

  const at = new Date(records.now).toISOString();
  const told = { change: { id, report: { at, state: 'OPEN', takenAt: null, takenBy: null } } };
  expect(data).toEqual({ reportUnrecognisedDeviceChange: { ...told, errors: [] } });
  expect(writesTo(records.stage.sandbox)).toEqual([]);
  expect(codesOf(await records.ask('{ me { id } }', bob))).toEqual([]);
});

test('dry runs and refused changes are not reported', async () => {
  for (const id of [await records.record({ ...byAda, dryRun: true }), await refusedChange()])
    expect(verdictOf(await report(id, 'bob'))).toBe('NOT_REPORTABLE');
});

test('a flood of reports is refused, and a repeat is the same report', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 4; count += 1) ids.push(await records.record(byAda));
  const [first = '', , , fourth = ''] = ids;
  for (const id of ids.slice(0, 3)) expect(verdictOf(await report(id, 'bob'))).toBe('yes');

  const refused = await report(fourth, 'bob');

  const extensions = { code: 'RATE_LIMITED', limit: 'REPORTS' };
  expect(refused.errors).toMatchObject([{ extensions }]);
  expect(verdictOf(await report(first, 'bob'))).toBe('yes');
});

const gone = { target: aPerson({ id: 'gone' }) };
const privilegedGone = { target: aPerson({ id: 'gone', privileged: true }) };
const ofHelen = { target: aPerson({ id: 'helen' }) };

test.each<readonly [string, Partial<Intent>, helen: string]>([
  ['a deleted person', { ...byAda, ...gone }, 'yes'],
  ['a deleted person who was privileged', { ...byAda, ...privilegedGone }, 'TARGET_PRIVILEGED'],
  ['the agent', { ...byAda, ...ofHelen }, 'OWN_ACCOUNT'],
])('of %s staff take the report and send mail as they see it', async (_label, about, helen) => {
  for (const [name, verdict] of Object.entries({ helen, oscar: 'yes' })) {
    await records.ledger.empty();
    const id = await withoutMail(about);
    const actor = anActor({ id: 'anyone', role: 'SELF' });
    await records.ledger.report({ id, actor, correlationId: 'a' }, []);

    const verdicts = [verdictOf(await take(id, name)), verdictOf(await retry(id, name))];

    const isDone = verdict === 'yes';
    expect([name, ...verdicts]).toEqual([name, verdict, verdict]);
    expect((await reportOf(id))?.taken !== null).toBe(isDone);
    expect(await mailOf(id)).toBe(isDone ? 'waiting' : 'failed');
  }
});

const approval = { requestedAt: '2026-11-25T11:50:00.000Z', note: null };
test.each<[string, Partial<Intent>]>([
  ['made', { actor: anActor({ id: 'helen' }) }],
  ['approved', { approval: { ...approval, by: anActor({ id: 'helen' }) } }],
  ['created as a campaign', { campaign: { id: 'C1', createdBy: 'helen', startedBy: 'ada' } }],
  ['started as a campaign', { campaign: { id: 'C1', createdBy: 'ada', startedBy: 'Helen' } }],
])('an agent cannot take the report of a change that they %s', async (_label, about) => {
  const id = await records.record({ ...byAda, ...about });
  await report(id, 'bob');

  const answer = await take(id, 'helen');

  expect(verdictOf(answer)).toBe('FORBIDDEN');
  expect(answer.errors[0]?.message).toContain('Ask a colleague');
  expect((await reportOf(id))?.taken).toBeNull();
});

test('a report is taken once; a colleague sees who has it', async () => {
  const id = await records.record(byAda);
  await report(id, 'bob');

  const first = await take(id, 'helen');
  const [again, other] = [await take(id, 'helen'), await take(id, 'oscar')];

  expect([first, again, other].map(verdictOf)).toEqual(['yes', 'yes', 'REPORT_TAKEN']);
  const taken = { change: { report: { state: 'TAKEN', takenBy: { amId: 'helen' } } } };
  expect(first.data).toMatchObject({ takeDeviceChangeReport: taken });
  expect(other.data).toMatchObject({ takeDeviceChangeReport: taken });
  const unreported = await records.record(byAda);
  expect(verdictOf(await take(unreported, 'oscar'))).toBe('REPORT_NOT_FOUND');
  expect(verdictOf(await take(unknown, 'oscar'))).toBe('CHANGE_NOT_FOUND');
});

const openReports = `query ($filter: DeviceChangeFilter) { realmHistory(filter: $filter) {
  nodes { personAmId report { state } } } }`;

test('the help desk lists the open reports that it may see', async () => {
  const bobs = await records.record(byAda);
  const veras = await records.record({
    ...byAda,
    target: aPerson({ id: 'vera', privileged: true }),
  });
  await records.record(byAda);
  for (const id of [bobs, veras])
    await records.ledger.report({ id, actor: anActor(), correlationId: 'a' }, []);
  const listed = async (name: string, state: string): Promise<unknown> => {
    const { data } = await records.ask(openReports, name, { filter: { report: state } });
    return listAt(data, 'realmHistory', 'nodes').map((node) => fieldAt(node, 'personAmId'));
  };

  expect(await listed('helen', 'OPEN')).toEqual(['bob']);
  expect(await listed('rita', 'OPEN')).toEqual(['vera', 'bob']);
  await take(bobs, 'helen');
  expect(await listed('helen', 'OPEN')).toEqual([]);
  expect(await listed('helen', 'TAKEN')).toEqual(['bob']);
});

test.each([{ outcome: 'DONE' }, { isRefused: true }])(
  'the filter of reports excludes %j, which a report cannot have',
  async (more) => {
    const answer = await records.ask(openReports, 'rita', { filter: { report: 'OPEN', ...more } });

    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  },
);

const noticesOf = async (id: string, who = 'bob'): Promise<readonly unknown[]> => {
  const fields = 'notices { recipient maskedAddress state problem at }';
  const query = `query ($id: ID!) { deviceChange(by: { reference: $id }) { ${fields} } }`;
  const answer = await records.ask(query, who, { id });
  expect(answer.errors).toEqual([]);
  return listAt(answer.data, 'deviceChange', 'notices');
};

test('the person sees their own mail, masked, as it is delivered', async () => {
  const id = await records.record();
  const to = (address: string, kind: Recipient['kind'] = 'PERSON'): Recipient => ({
    kind,
    address,
    masked: 'b•••@e•••.com',
    language: 'en',
    personName: 'Bob',
  });
  const shown = (state: string) =>
    ['PERSON', 'MANAGER'].map((recipient) => ({
      recipient,
      maskedAddress: 'b•••@e•••.com',
      state,
    }));

  const waiting = { recipient: null, maskedAddress: null, state: 'WAITING' };
  expect(await noticesOf(id)).toMatchObject([waiting]);
  const recipients = [to('bob@example.com'), to('boss@example.com', 'MANAGER')];
  await settle('mail', { kind: 'addressed', recipients });
  expect(await noticesOf(id)).toMatchObject(shown('WAITING'));
  await settle('mail', { kind: 'delivered' });
  expect(await noticesOf(id)).toMatchObject(shown('DELIVERED'));
});

test.each([
  ['PERSON_NOT_FOUND', 'NO_ADDRESS'],
  ['SMTP_550', 'REFUSED'],
  ['ETIMEDOUT', 'NOT_SENT'],
])('the problem %s is shown as %s', async (code, problem) => {
  const id = await records.record();
  await records.giveUpMail(code);

  expect(await noticesOf(id)).toMatchObject([{ state: 'FAILED', problem }]);
});

// Who sees other receivers is in record-access.test.ts.
test.each([
  ['oscar', [{ receiver: 'webhook:siem', state: 'WAITING', problem: 'HTTP_503' }], 'bob@'],
  ['helen', null, 'siem'],
])('%s sees of other receivers: %j', async (name, deliveries, hidden) => {
  const id = await records.record();
  await settle('webhook:siem', { kind: 'retry', problem: 'HTTP_503' });
  const query = `{ deviceChange(by: { reference: "${id}" }) { notices { state } deliveries { receiver state problem } } }`;

  const { data, text } = await records.ask(query, name);

  expect(data).toEqual({ deviceChange: { notices: [{ state: 'WAITING' }], deliveries } });
  expect(text).not.toContain(hidden);
});

test.each([
  ['helen', 'notices { state }'],
  ['oscar', 'notices { state } deliveries { receiver }'],
])('a page of changes reads the notices of all of them at once, for %s', async (name, wanted) => {
  for (let count = 0; count < 5; count += 1) await records.record();
  const other = await records.record({ target: aPerson({ id: 'carol' }) });
  const as = await records.as(name);
  const read = async (fields: string): Promise<[Answer, number]> => {
    records.stage.sandbox.clearReceived();
    const nodes = `nodes { id: reference ${fields} } edges { node { id: reference ${fields} } }`;
    const answer = await records.ask(`{ realmHistory(first: 10) { ${nodes} } }`, as);
    return [answer, records.stage.sandbox.received().length];
  };
  await read('');
  const [without, calls] = await read('');

  const [answer, callsWithNotices] = await read(wanted);

  expect(codesOf(answer)).toEqual([]);
  expect(listAt(answer.data, 'realmHistory', 'nodes')).toHaveLength(6);
  expect(listAt(without.data, 'realmHistory', 'nodes')).toHaveLength(6);
  expect(queries.map((ids) => ids.length)).toEqual([6]);
  expect(queries[0]).toContain(other);
  expect(callsWithNotices).toBe(calls);
});

test('a change without effect has no notices', async () => {
  const id = await records.record({}, 'NOT_DONE');
  const query = `{ deviceChange(by: { reference: "${id}" }) { notices { state } deliveries { receiver } } }`;

  expect((await records.ask(query, 'oscar')).data).toEqual({
    deviceChange: { notices: [], deliveries: [] },
  });
});

test('mail waits again; no device changes, no record is added, and a line is logged', async () => {
  const id = await withoutMail();
  const { changes: before } = await records.ledger.history({ realm: 'alpha', first: 10 });
  const logged = records.stage.gateway.log.length;
  records.stage.sandbox.clearReceived();

  const { data } = await retry(id.toLowerCase(), 'helen');

  expect(listAt(data, 'retryDeviceChangeNotice', 'errors')).toEqual([]);
  expect(listAt(data, 'retryDeviceChangeNotice', 'change', 'notices')).toMatchObject([
    { state: 'WAITING', problem: 'NO_ADDRESS' },
  ]);
  expect(writesTo(records.stage.sandbox)).toEqual([]);
  expect((await records.ledger.history({ realm: 'alpha', first: 10 })).changes).toEqual(before);
  const lines = records.stage.gateway.log.slice(logged);
  const told = lines.filter((line) => line.includes('is sent again'));
  expect(told).toHaveLength(1);
  expect(told[0]).toContain(`Mail about the change ${id} is sent again (1)`);
  expect(told[0]).toContain('the role HELP_DESK');
  expect(told[0]).not.toMatch(/helen|bob|@/);
});

test('mail that was delivered, a refused change and an unknown one have nothing to send', async () => {
  const delivered = await records.record();
  await settle('mail', { kind: 'delivered' });

  const answer = await retry(delivered, 'oscar');

  expect(verdictOf(answer)).toBe('NOT_RETRYABLE');
  expect(listAt(answer.data, 'retryDeviceChangeNotice', 'change', 'notices')).toEqual([
    { state: 'DELIVERED', problem: null },
  ]);
  for (const id of [await refusedChange(), unknown])
    expect(verdictOf(await retry(id, 'oscar'))).toBe('CHANGE_NOT_FOUND');
});

test('a loop of mail is refused after five times, with the time of the next one', async () => {
  const id = await withoutMail();
  for (let time = 0; time < 5; time += 1) {
    expect(verdictOf(await retry(id, 'oscar'))).toBe('yes');
    await records.giveUpMail('SMTP_550');
  }

  const { errors: refusals } = await retry(id, 'helen');

  const extensions = { limit: 'NOTICE_RETRIES', retryAfterSeconds: 3_600 };
  expect(refusals).toMatchObject([{ extensions: { code: 'RATE_LIMITED', ...extensions } }]);
  expect(await mailOf(id)).toBe('failed');
});
