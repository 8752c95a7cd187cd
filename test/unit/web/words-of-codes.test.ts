/** Each code that _History_, _Insights_ and campaigns count is in words, in every language. */
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { buildSchema, isEnumType } from 'graphql';
import { failureRows } from '../../../web/src/campaigns/count-rows.ts';
import { resultName } from '../../../web/src/campaigns/campaign.ts';
import { joined } from '../../../web/src/insights/joined-rows.ts';
import { actorName } from '../../../web/src/text/actor-name.ts';
import { errorNames } from '../../../web/src/text/error-name.ts';

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'), {
  assumeValidSDL: true,
});

function membersOf(name: string): readonly string[] {
  const type = schema.getType(name);
  if (!isEnumType(type)) throw new TypeError(`${name} is no enum.`);
  return type.getValues().map((value) => value.name);
}

const keyOf: ReadonlyMap<string, string> = new Map(Object.entries(errorNames));

/** How the pages find the message of each member. */
const keys = {
  GatewayErrorCode: (code: string) => keyOf.get(code),
  DeviceChangeEffect: (effect: string) => `insights.effect.${effect}`,
  DeviceChangeOutcome: (outcome: string) => `insights.outcome.${outcome}`,
  GatewayRole: (role: string) => `insights.role.${role}`,
  RegisteredDeviceKind: (kind: string) => `kind.${kind}.title`,
  ResetCampaignState: (state: string) => `campaign.state.${state}`,
  ResetCampaignHold: (hold: string) => `campaign.held.${hold}`,
} as const;

function messagesOf(language: string): ReadonlyMap<string, string> {
  const messages: Record<string, string> = JSON.parse(
    readFileSync(`web/messages/${language}.json`, 'utf8'),
  );
  return new Map(Object.entries(messages));
}

describe.each(['en', 'de', 'fr', 'es', 'ar'])('in %s', (language) => {
  const messages = messagesOf(language);

  test.each(Object.entries(keys))('every %s', (name, find) => {
    const members = membersOf(name);
    const words = members.map((member) => messages.get(find(member) ?? '') ?? '');

    expect(members).not.toEqual([]);
    expect(words.filter((text) => !/\p{Ll}|\p{Lo}/u.test(text))).toEqual([]);
    expect(words.filter((text) => members.includes(text))).toEqual([]);
  });
});

const codes = ['UPSTREAM_ERROR', 'UPSTREAM_CONTRACT', 'RATE_LIMITED'] as const;

test('a result of a campaign has the name of its code, and codes of one name are one row', () => {
  const failures = codes.map(
    (refusal) =>
      ({ __typename: 'ResetCampaignResultCount', result: 'FAILED', refusal, count: 2 }) as const,
  );

  expect(failureRows({ failures }, (key) => key)).toEqual([
    ['error.upstream', 4],
    ['error.limited', 2],
  ]);
  expect(resultName({ result: 'OWN_ACCOUNT' }, (key) => key)).toBe('campaign.result.OWN_ACCOUNT');
  expect(joined([])).toEqual([]);
});

test('a campaign that acted is called a campaign, and people keep their names', () => {
  const t = (key: string, values?: object): string => `${key} ${JSON.stringify(values)}`;

  expect(actorName('campaign/N1SP-N12K-AE8G-P34K', t)).toBe(
    'campaign.title {"id":"N1SP-N12K-AE8G-P34K"}',
  );
  expect(actorName('helen', t)).toBe('helen');
});
