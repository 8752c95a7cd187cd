/**
 * Input that no field can mean is refused before a resolver or the ledger sees it (security F16).
 * The cases are all texts that the schema accepts.
 */
import { expect, test } from '@jest/globals';
import { createSchema } from '../../src/graph/build-schema.ts';
import { argumentWith, textInputsOf, type TextInput } from '../support/schema-inputs.ts';
import { codesOf } from '../support/gateway.ts';
import { useStage } from '../support/stage.ts';

const inputs = textInputsOf(await createSchema({ federation: true }));
const stage = useStage('pingam', { env: { FEDERATION: 'on' } });

/** Calls the resolver of a field as graphql-js does, with nothing but one argument. */
async function answerTo({ field, argument }: TextInput, value: unknown): Promise<unknown> {
  const given: unknown[] = [{}, { [argument.name]: value }, undefined, {}];
  return Reflect.apply(field.resolve ?? Object, undefined, given);
}

test('the schema accepts texts in many places', () => {
  const places = inputs.map(({ place }) => place);

  expect(places.length).toBeGreaterThan(60);
  expect(places).toEqual(
    expect.arrayContaining([
      'Query.deviceChange(by.reference)',
      'Query._entities(representations)',
      'User.history(after)',
      'ResetCampaign.lines(after)',
      'Mutation.withdrawDeviceChange(input.id)',
      'Query.realmHistory(filter.ticket)',
    ]),
  );
});

const wholes = inputs.filter(({ argument }) => argument.name !== 'representations');

test.each(wholes)('U+0000 in $place is refused', async (input) => {
  const path = [input.argument.name, ...input.members];

  await expect(answerTo(input, argumentWith(input, 'a\0b'))).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    facts: { path },
  });
});

test('U+0000 in a reference is refused for its entity', async () => {
  const query = 'query($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
  const r = [{ __typename: 'User', amId: 'a\0b' }];

  const answer = await stage.gateway.ask(query, await stage.peer.signIn('alice'), { r });

  expect(answer.data).toEqual({ _entities: [null] });
  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
});

test.each([
  ['the references', '$r: [_Any!]!', '$r'],
  ['a reference', '$r: _Any!', '[$r]'],
  ['a member of a reference', '$r: _Any!', '[{ __typename: "User", id: $r }]'],
])('5 000 nested arrays as %s are refused', async (_what, variable, value) => {
  const query = `query(${variable}) { _entities(representations: ${value}) { __typename } }`;
  const nested = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
  const body = `{"query":${JSON.stringify(query)},"variables":{"r":${nested}}}`;

  const headers = { 'content-type': 'application/json' };
  const response = await stage.gateway.fetch({ method: 'POST', headers, body });

  expect(await response.json()).toMatchObject({
    errors: [{ path: ['_entities'], extensions: { code: 'BAD_USER_INPUT' } }],
  });
});
