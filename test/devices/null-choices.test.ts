/**
 * A null for a choice of an input is refused: as absent, it would turn a dry run into a change. The
 * choices are those of the schema.
 */
import { expect, test } from '@jest/globals';
import { getNamedType, GraphQLBoolean, isInputObjectType, isNonNullType } from 'graphql';
import { createSchema } from '../../src/graph/build-schema.ts';
import { writesTo } from '../security/am-received.ts';
import { codesOf } from '../support/gateway.ts';
import { useStage } from '../support/stage.ts';

const stage = useStage();
const mutations = Object.values((await createSchema()).getMutationType()?.getFields() ?? {});
const choices = mutations.flatMap(({ name, args: [input] }) => {
  const type = getNamedType(input?.type);
  if (!isInputObjectType(type)) throw new Error(`${name} has no input.`);
  return Object.values(type.getFields())
    .filter((member) => getNamedType(member.type) === GraphQLBoolean)
    .map((member) => ({ mutation: name, input: type.name, choice: member.name, member }));
});

/** Absent and null are neither yes nor no: the kind of caller decides. */
const undecided = choices.filter(({ member }) => member.defaultValue === undefined);
const decided = choices.filter((one) => !undecided.includes(one));

test('every choice with a default is never null', () => {
  expect(decided.length).toBeGreaterThan(10);
  expect(decided.filter(({ member }) => !isNonNullType(member.type))).toEqual([]);
  expect([...new Set(undecided.map(({ choice }) => choice))]).toEqual(['endSessions']);
});

test.each(decided)('$mutation refuses null for $choice', async ({ mutation, input, choice }) => {
  const as = await stage.peer.signIn('bob');
  const send = (declared: string, given: string, variables: object) =>
    stage.gateway.ask(
      `mutation (${declared}) { ${mutation}(input: ${given}) { __typename } }`,
      as,
      variables,
    );
  const target = { target: { me: true } };

  const whole = await send(`$input: ${input}!`, '$input', { input: { ...target, [choice]: null } });
  const given = `{ target: { me: true }, ${choice}: $choice }`;
  const apart = await send('$choice: Boolean = true', given, { choice: null });

  expect(whole.errors.map(({ message }) => message).join()).toContain(`"input.${choice}"`);
  expect(codesOf(whole)).toContain('BAD_USER_INPUT');
  expect(
    codesOf(apart).every((code) => /^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED)$/.test(code)),
  ).toBe(true);
  expect(apart.errors).not.toEqual([]);
  expect(writesTo(stage.sandbox)).toEqual([]);
});

test('a dry run by null leaves the devices, and an absent one is a change', async () => {
  const as = await stage.peer.signIn('bob');
  const reset = (more: object) =>
    stage.gateway.ask(
      'mutation ($input: ResetDevicesOfKindInput!) { resetOathDevices(input: $input) { outcome } }',
      as,
      { input: { target: { me: true }, ...more } },
    );

  expect((await reset({ dryRun: null })).data).toBeNull();
  expect(writesTo(stage.sandbox)).toEqual([]);

  expect((await reset({})).data).toEqual({ resetOathDevices: { outcome: 'DONE' } });
  expect(writesTo(stage.sandbox)).toHaveLength(1);
});
