/**
 * Callers with two roles, one of an area: what is shown holds for each person, and a further role
 * takes nothing away (security A37). The fields and the ways to a change are those of the schema.
 */
import { describe, expect, test } from '@jest/globals';
import {
  getNamedType,
  isLeafType,
  isObjectType,
  isUnionType,
  type GraphQLObjectType,
} from 'graphql';
import { createSchema } from '../../src/graph/build-schema.ts';
import { anIntent, aPerson } from '../ledger/builders.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { idOfPerson } from '../support/global-ids.ts';
import { areaEnv } from './area-matrix.ts';
import { RecordStage, verdictOf } from './record-stage.ts';
import { waysTo } from './ways.ts';

const schema = await createSchema({ federation: false });

/** bob and vera are in north, and vera and ada are privileged. */
const people = ['bob', 'vera', 'carol', 'ada'];
const numbers: string[] = [];

const records = new RecordStage({
  env: { ...areaEnv, WEBHOOK_URL: 'https://siem.example.com/hook', WEBHOOK_SECRET: 's'.repeat(32) },
  fill: async () => {
    for (const id of people) {
      const privileged = ['vera', 'ada'].includes(id);
      const about = { target: aPerson({ id, privileged }) };
      numbers.push(await records.record(about));
      records.now += 60_000;
      await records.ledger.refuse(anIntent(about), 'TARGET_PRIVILEGED');
      const { changes } = await records.ledger.history({ realm: 'alpha', first: 1 });
      numbers.push(changes[0]?.id ?? '');
    }
  },
});

const everywhere = ['devices:help-desk', 'devices:admin', 'devices:audit'];
const ofAreas = ['north:desk', 'north:admin', 'north:audit', 'lost:desk'];
const pairs = everywhere.flatMap((one) => ofAreas.map((other) => [one, other] as const));

/** Every field of a type that takes no argument, as a selection. */
function selectionOf(type: GraphQLObjectType, depth = 3): string {
  return Object.values(type.getFields())
    .filter(({ args }) => args.length === 0)
    .flatMap((field) => {
      const inner = getNamedType(field.type);
      if (isLeafType(inner)) return [field.name];
      if (isUnionType(inner) || !isObjectType(inner)) return [];
      return depth === 0 || inner.name === 'User'
        ? []
        : [`${field.name} { ${selectionOf(inner, depth - 1)} }`];
    })
    .join(' ');
}

const changeType = schema.getType('DeviceChange');
const fields = isObjectType(changeType) ? selectionOf(changeType) : '';

/** The queries by which a change is reached, by the field that leads to it. */
const queries: Readonly<Record<string, readonly string[]>> = {
  'Query.realmHistory': [`{ found: realmHistory(first: 50) { nodes { ${fields} } } }`],
  'User.history': people.map(
    (id) =>
      `{ user(id: "${idOfPerson(id)}") { found: history(first: 50) { nodes { ${fields} } } } }`,
  ),
};
const byNumber = (id: string): string =>
  `{ found: deviceChange(by: { reference: "${id}" }) { ${fields} } }`;

/** What is about the caller's own changes. */
const elsewhere = ['GatewayCaller.history'];

type Shown = ReadonlyMap<string, unknown>;

/** The changes that a caller gets, by their numbers: each value that is shown. */
async function shownBy(who: string, asked: readonly string[]): Promise<ReadonlyMap<string, Shown>> {
  const as = await records.as(`alice ${who}`);
  const answers = await Promise.all(asked.map((query) => records.ask(query, as)));
  return new Map(answers.flatMap(({ data }) => shownIn(data)));
}

function shownIn(data: unknown): (readonly [string, Shown])[] {
  const found = fieldAt(data, 'found') ?? fieldAt(fieldAt(data, 'user') ?? {}, 'found') ?? {};
  const nodes = fieldAt(found, 'nodes') === undefined ? [found] : listAt(found, 'nodes');
  return nodes
    .filter((node) => fieldAt(node, 'reference') !== undefined)
    .map((node) => [String(fieldAt(node, 'reference')), leavesOf(node)]);
}

/** The values of an answer by their paths, without those that are withheld. */
function leavesOf(value: unknown, path = ''): Map<string, unknown> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== 'object') return new Map([[path, value]]);
  const inner = Object.entries(value).flatMap(([name, one]) => [
    ...leavesOf(one, `${path}.${name}`),
  ]);
  return new Map([[path, Array.isArray(value) ? 'a list' : 'an object'], ...inner]);
}

/** What either of two roles shows. */
function together(
  one: ReadonlyMap<string, Shown>,
  other: ReadonlyMap<string, Shown>,
): Map<string, Shown> {
  return new Map(
    [...new Set([...one.keys(), ...other.keys()])].map((id) => [
      id,
      new Map([...(other.get(id) ?? []), ...(one.get(id) ?? [])]),
    ]),
  );
}

const sorted = (shown: ReadonlyMap<string, Shown>): (readonly [string, unknown])[] =>
  [...shown]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([id, values]) => [id, [...values].map((one) => one.join(' ')).toSorted()]);

test('every way to a change is tried here, or named', () => {
  const ways = waysTo(schema, { from: 'Query', to: 'DeviceChange', times: 1 });
  const last = ways.map((way) => way.findLast(({ type }) => !type.name.startsWith('DeviceChange')));
  const names = [...new Set(last.map((step) => `${step?.type.name}.${step?.field.name}`))];

  expect(names.toSorted()).toEqual(
    ['Query.deviceChange', ...Object.keys(queries), ...elsewhere].toSorted(),
  );
});

describe.each(pairs)('%s and %s', (one, other) => {
  const both = `${one} ${other}`;

  test('see of each change what one of them shows, on every way', async () => {
    const seen = await shownBy(both, numbers.map(byNumber));
    const ofOne = await shownBy(one, numbers.map(byNumber));
    const ofOther = await shownBy(other, numbers.map(byNumber));

    expect(sorted(seen)).toEqual(sorted(together(ofOne, ofOther)));
    expect(seen.size).toBeGreaterThan(1);
    for (const [way, asked] of Object.entries(queries)) {
      const shown = await shownBy(both, asked);
      const before = [
        ...(await shownBy(one, asked)).keys(),
        ...(await shownBy(other, asked)).keys(),
      ];
      const least = way === 'Query.realmHistory' ? [...seen.keys()] : before;
      expect([way, least.filter((id) => !shown.has(id))]).toEqual([way, []]);
      expect([way, sorted(shown)]).toEqual([way, sorted(seen).filter(([id]) => shown.has(id))]);
    }
  });
});

/** Further lists whose content depends on a role. */
const lists: Readonly<Record<string, string>> = {
  users: '{ users(search: "example") { nodes { amId } } }',
  deviceChangeInsights: '{ deviceChangeInsights { actors: busiestStaff { count } } }',
  realmThreatLevel: '{ realmThreatLevel { reason since } }',
};

const rights = `{ gatewayCaller { canSearch canResetOthers canViewHistory canViewInsights
  canSetThreatLevel campaignAreas } }`;

describe.each(pairs)('%s and %s', (one, other) => {
  const ask = async (who: string, query: string): Promise<unknown> =>
    (await records.ask(query, await records.as(`alice ${who}`))).data;

  test.each(Object.keys(lists))('see in %s what one of them sees', async (name) => {
    const query = lists[name] ?? '';
    const texts = async (who: string): Promise<string[]> =>
      listedIn(fieldAt(await ask(who, query), name));

    const both = await texts(`${one} ${other}`);

    const each = [...(await texts(one)), ...(await texts(other))];
    expect(both).toEqual([...new Set(each)].toSorted());
  });

  test('are said to have the rights that they have', async () => {
    const caller = fieldAt(await ask(`${one} ${other}`, rights), 'gatewayCaller');
    const insights = await ask(`${one} ${other}`, lists['deviceChangeInsights'] ?? '');
    const set = `mutation { setRealmThreatLevel(input: { realm: "alpha", level: NORMAL, reason: "${'x'.repeat(2_000)}" }) { errors { code: __typename } } }`;
    const { errors } = await records.ask(set, await records.as(`alice ${one} ${other}`));

    expect(fieldAt(caller, 'canViewInsights')).toBe(
      fieldAt(insights, 'deviceChangeInsights') !== null,
    );
    expect(fieldAt(caller, 'canSetThreatLevel')).toBe(errors[0]?.extensions.code !== 'FORBIDDEN');
    const isWhole = one === 'devices:admin';
    expect(fieldAt(caller, 'campaignAreas')).toEqual(
      other === 'north:admin' && !isWhole ? ['north'] : [],
    );
  });
});

/** The elements of a list, or the members of an object, in order; none of null. */
function listedIn(found: unknown): string[] {
  if (found === null || found === undefined) return [];
  const nodes = fieldAt(found, 'nodes');
  const texts = Array.isArray(nodes) ? nodes : [found];
  return texts.map((each) => JSON.stringify(each)).toSorted();
}

/** A verification that the role of one part of the people needs is asked for. */
describe('if the help desk verifies people', () => {
  const strict = new RecordStage({ env: { ...areaEnv, VERIFICATION_REQUIRED: 'help-desk' } });

  test('an administrator of an area, who is on the desk of everyone, reads that', async () => {
    const as = await strict.as('alice devices:help-desk north:admin');
    const reset = (id: string): string =>
      `mutation { resetOathDevices(input: { target: { user: { id: "${idOfPerson(id)}" } }, reason: "lost", dryRun: true }) { errors { code } } }`;

    const { data } = await strict.ask('{ gatewayCaller { verificationMethods } }', as);
    const verdicts = await Promise.all(
      ['bob', 'carol'].map(async (id) => verdictOf(await strict.ask(reset(id), as))),
    );

    expect(verdicts).toEqual(['yes', 'VERIFICATION_REQUIRED']);
    expect(listAt(data, 'gatewayCaller', 'verificationMethods').length).toBeGreaterThan(0);
  });
});
