/** Security E6, A8: personal data, and no enrolment. */
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { isInputObjectType } from 'graphql';
import { createSchema } from '../../src/graph/build-schema.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { actAs, type Stage } from '../support/stage.ts';
import { staffScopes } from './scene.ts';
import { Stages } from './stages.ts';

const stages = new Stages();
let stage: Stage;

beforeEach(async () => {
  stage = await stages.with(staffScopes);
});
afterAll(() => stages.close());

const helpDesk = 'carol devices:help-desk';
const as = (who: string): Promise<SessionHeader> => actAs(stage, who);

/** The reads of profiles. */
function profileReads(): readonly string[] {
  return stage.sandbox
    .received()
    .filter(({ method, path }) => method === 'GET' && path.includes('/devices/profile'))
    .map(({ path }) => decodeURIComponent(path));
}
/** Whether a read fetches the personal data of profiles, or whole profiles, which hold it. */
const isPersonal = (path: string): boolean =>
  /metadata|location/.test(path) || !path.includes('_fields=');

const personal =
  '{ user(id: "bob") { profileDevices: devices(kinds: [PROFILE]) { ... on ProfileDevice { data { platform model manufacturer userAgent latitude longitude } } } } }';
const devices =
  '{ user(id: "bob") { devices { id: amId name } profileDevices: devices(kinds: [PROFILE]) { id: amId name lastUsedAt owner { id: amId } } } }';

describe('security E6: personal data of a profile', () => {
  test.each(['bob', 'oscar', 'amadmin', 'helen'])(
    'is not fetched for %s, who selects devices only',
    async (who) => {
      const answer = await stage.gateway.ask(devices, await as(who));

      expect(answer.errors).toEqual([]);
      expect(profileReads().filter(isPersonal)).toEqual([]);
    },
  );

  test.each(['helen', helpDesk])(
    'is neither fetched nor shown to the help desk: %s',
    async (who) => {
      const answer = await stage.gateway.ask(personal, await as(who));

      expect(answer.data).toEqual({ user: { profileDevices: [{ data: null }] } });
      expect(codesOf(answer)).toEqual(['FORBIDDEN']);
      expect(profileReads().filter(isPersonal)).toEqual([]);
    },
  );

  test.each(['bob', 'oscar', 'amadmin'])('is fetched once for %s', async (who) => {
    const header = await as(who);
    stage.sandbox.clearReceived();

    const answer = await stage.gateway.ask(personal, header);

    expect(answer.errors).toEqual([]);
    expect(profileReads().filter((path) => /metadata|location/.test(path))).toHaveLength(1);
    expect(told(answer.text).length).toBeGreaterThan(0);
  });

  test.each(['bob', 'oscar', 'helen'])('is in no log line, for any caller: %s', async (who) => {
    const values = told((await stage.gateway.ask(personal, await as('bob'))).text);

    await stage.gateway.ask(personal, await as(who));
    stage.sandbox.breakNext({ match: { path: 'metadata' }, effect: { kind: 'malformed' } });
    await stage.gateway.ask(personal, await as(who));

    const log = stage.gateway.log.join('\n');
    expect(values.length).toBeGreaterThan(2);
    expect(values.filter((value) => log.includes(value))).toEqual([]);
  });

  const device = `target: { me: true }, kind: PROFILE, deviceId: "${deviceIds.bobProfile}"`;
  const shown = '{ id: amId name }';
  test.each([
    `renameDevice(input: { ${device}, name: "x" }) { outcome device ${shown} }`,
    `removeDevice(input: { ${device} }) { outcome removedDevice ${shown} }`,
    `resetDevices(input: { target: { me: true }, kinds: [PROFILE] }) { results { outcome removedDevices ${shown} } }`,
  ])('stays out of the answer of a change: %s', async (change) => {
    const bob = await as('bob');
    const values = told((await stage.gateway.ask(personal, bob)).text);
    stage.sandbox.clearReceived();

    const { text, errors } = await stage.gateway.ask(`mutation { ${change} }`, bob);

    expect(errors).toEqual([]);
    expect(text).toContain(`"outcome":"DONE"`);
    expect(text).toContain(deviceIds.bobProfile);
    expect(profileReads().filter((path) => /metadata|location/.test(path))).toEqual([]);
    expect(values.length).toBeGreaterThan(2);
    expect(values.filter((value) => text.includes(value))).toEqual([]);
  });
});

describe('security A8: the schema', () => {
  // `code` is a one-time code of a device that the person has: AM checks it as a proof of identity.
  test('has no input that enrols, sets the choice to skip, or asks for a recovery code', async () => {
    const types = Object.values((await createSchema({ federation: true })).getTypeMap());
    const inputs = types
      .filter((type) => isInputObjectType(type))
      .flatMap((type) => Object.keys(type.getFields()));

    expect([...new Set(inputs)].toSorted().join(' ')).toBe(
      'actor area at change code csv deviceId dryRun endSessions expectedDeviceIds force group id idempotencyKey isDryRun isRefused kind kinds level me method name note outcome overrideLimit pacePerMinute people person proofId realm reason reference remove report reset search since skipBadLines step target ticket until user verification',
    );
  });

  test('no request makes AM set or read the choice to skip', async () => {
    const oscar = await stage.peer.signIn('oscar');
    const changes = [
      'resetOathDevices(input: { target: { user: { id: "bob" } } }) { outcome user { oathSkip } }',
      `renameDevice(input: { target: { user: { id: "bob" } }, kind: WEB_AUTHN, deviceId: "${deviceIds.bobWebauthn}", name: "x" }) { outcome }`,
    ];
    const answers = await Promise.all(
      changes.map((change) => stage.gateway.ask(`mutation { ${change} }`, oscar)),
    );

    const actions = stage.sandbox
      .received()
      .flatMap(({ path }) => /_action=(\w+)/.exec(path)?.slice(1) ?? []);
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(new Set(actions)).toEqual(new Set(['getSessionInfo', 'logoutByUser', 'reset']));
  });
});

/** The personal values in an answer about a profile. */
function told(text: string): readonly string[] {
  const found: string[] = [];
  const data: unknown = fieldAt(JSON.parse(text), 'data');
  JSON.parse(JSON.stringify(data), (_key, value: unknown) => {
    if (typeof value === 'string' && value.length > 3) found.push(value);
    if (typeof value === 'number') found.push(String(value));
    return value;
  });
  return found.filter(
    (value) => !/^(FORBIDDEN|You may)/.test(value) && !/^[0-9a-f-]{36}$/.test(value),
  );
}
