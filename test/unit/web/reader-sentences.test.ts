/**
 * The sentences that depend on who reads them and on the configuration: each role, with and without
 * an area, for each sign-in, with and without PostgreSQL and a contact, at each level. The cases
 * come from closed sets. `SENTENCES=1` prints each sentence once, to be read by a person.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { GatewayRole, RealmThreatLevelName } from '@identity-gateway/client';
import { IntlMessageFormat } from 'intl-messageformat';
import type { PagesConfig } from '../../../web/src/config.ts';
import {
  helpText,
  noCampaignsText,
  readerOf,
  whyNoCampaigns,
} from '../../../web/src/data/roles.ts';
import { bannerText, threatOf } from '../../../web/src/data/threat-rules.ts';
import type { Viewer } from '../../../web/src/data/viewer.ts';
import { levelTexts, loweringRemedy } from '../../../web/src/threat-level/lower.ts';

const languages = ['en', 'de', 'fr', 'es', 'ar'] as const;
const now = Date.parse('2026-12-02T10:00:00Z');

const roles: Readonly<Record<GatewayRole, readonly GatewayRole[]>> = {
  SELF: ['SELF'],
  HELP_DESK: ['SELF', 'HELP_DESK'],
  AUDITOR: ['AUDITOR'],
  ADMINISTRATOR: ['SELF', 'ADMINISTRATOR'],
  SUPER_USER: ['SUPER_USER'],
  // No one signs in as a campaign.
  CAMPAIGN: ['CAMPAIGN'],
};
/** AM's own sessions do not say when they began. */
const signIns: Readonly<Record<PagesConfig['signIn'], string | null>> = {
  am: null,
  oauth: '2026-12-02T09:59:00Z',
};
const factors = {
  none: { canShowSecondFactor: false, hasSecondFactor: false },
  possible: { canShowSecondFactor: true, hasSecondFactor: false },
  shown: { canShowSecondFactor: true, hasSecondFactor: true },
} as const;
const levels = {
  NORMAL: { ownChanges: 'PERMITTED', staffChanges: 'PERMITTED' },
  GUARDED: { ownChanges: 'SECOND_FACTOR', staffChanges: 'PROOF_OR_APPROVAL' },
  LOCKED: { ownChanges: 'REFUSED', staffChanges: 'APPROVAL' },
  FROZEN: { ownChanges: 'REFUSED', staffChanges: 'REFUSED' },
} as const satisfies Record<RealmThreatLevelName, object>;
const contacts = { none: null, given: { label: 'IT help desk', address: null, href: 'tel:1' } };

const names = <Name extends string>(table: Readonly<Record<Name, unknown>>): readonly Name[] =>
  Object.keys(table).filter((name): name is Name => Object.hasOwn(table, name));

/** One reader of one configuration. */
interface Case {
  readonly role: GatewayRole;
  readonly isOfArea: boolean;
  readonly signIn: PagesConfig['signIn'];
  readonly factor: keyof typeof factors;
  readonly hasCampaigns: boolean;
  readonly contact: keyof typeof contacts;
  readonly level: RealmThreatLevelName;
}

const cases = names(roles).flatMap((role) =>
  [true, false].flatMap((isOfArea) =>
    names(signIns).flatMap((signIn) =>
      names(factors).flatMap((factor) =>
        [true, false].flatMap((hasCampaigns) =>
          names(contacts).flatMap((contact) =>
            names(levels).map((level): Case => ({
              role,
              isOfArea,
              signIn,
              factor,
              hasCampaigns,
              contact,
              level,
            })),
          ),
        ),
      ),
    ),
  ),
);

type SignedIn = Extract<Viewer, { readonly status: 'signedIn' }>;

function viewerOf({ role, isOfArea, signIn, factor, hasCampaigns, level }: Case): SignedIn {
  const areas = isOfArea ? ['north'] : [];
  return {
    status: 'signedIn',
    me: { __typename: 'User', id: 'VXNlcg==', amId: 'ada', displayName: null, username: 'ada' },
    threatLevel: {
      __typename: 'RealmThreatLevel',
      id: 'TA==',
      level,
      until: null,
      ...levels[level],
    },
    capabilities: {
      __typename: 'AccessManagementCapabilities',
      product: 'PING_AM',
      kinds: [],
      notifiedOfChanges: [],
      hasCampaigns,
    },
    caller: {
      __typename: 'GatewayCaller',
      roles: [...roles[role]],
      realm: 'alpha',
      realms: ['alpha'],
      areas,
      campaignAreas: areas,
      isReasonRequired: false,
      ticketPattern: null,
      ticketExample: null,
      verificationMethods: [],
      isProofRequired: false,
      proofMethods: [],
      canSearch: true,
      canResetOthers: true,
      canViewInsights: true,
      canSetThreatLevel: true,
      canChangeOwn: true,
      signedInAt: signIns[signIn],
      expiresAt: null,
      idleExpiresAt: null,
      ...factors[factor],
    },
  };
}

/** What a reader sees, by place. */
function sentencesOf(one: Case) {
  const viewer = viewerOf(one);
  const { caller } = viewer;
  const threat = threatOf(viewer);
  const texts = levelTexts(one.level, caller);
  const remedies = [null, { __typename: 'DeviceChangeActor' as const, amId: 'oscar' }].map((by) =>
    loweringRemedy({ level: one.level, setBy: by }, { caller, me: viewer.me }, now),
  );
  const isAdministrator = readerOf(caller).role === 'administrator';
  return {
    foot: [helpText(contacts[one.contact])],
    campaigns: [whyNoCampaigns(viewer) ?? noCampaignsText(caller)],
    ownBanner: threat === null ? [] : [bannerText(threat, false)],
    staffBanner:
      threat === null || readerOf(caller).reader === 'user' ? [] : [bannerText(threat, true)],
    level: isAdministrator ? [texts.users, texts.team, texts.lift] : [],
    lower: isAdministrator
      ? remedies.flatMap((remedy) => (remedy === null ? [] : [`threat.lower.${remedy}` as const]))
      : [],
  };
}

const catalogues = languages.map((language) => {
  const texts: Readonly<Record<string, string>> = JSON.parse(
    readFileSync(`web/messages/${language}.json`, 'utf8'),
  );
  return { language, texts };
});

const formats = new Map<string, IntlMessageFormat>();
function textOf(language: string, key: string, values: Readonly<Record<string, string>>): string {
  const { texts } = catalogues.find((one) => one.language === language) ?? { texts: {} };
  const format = formats.get(language + key) ?? new IntlMessageFormat(texts[key] ?? '{}', language);
  formats.set(language + key, format);
  return String(format.format(values));
}

const rows = cases.flatMap((one) =>
  Object.entries(sentencesOf(one)).flatMap(([place, keys]) =>
    keys.map((key) => {
      const { reader } = readerOf({ roles: [...roles[one.role]] });
      const values = { reader, areas: 'north', contact: 'IT help desk' };
      return { one, place, key, values, text: textOf('en', key, values) };
    }),
  ),
);
/** The rows of some places, of cases that are of a kind, with a text. */
const said = (text: RegExp, isOf: (one: Case) => boolean, places: readonly string[]) =>
  rows.filter((row) => places.includes(row.place) && isOf(row.one) && text.test(row.text));
const everywhere = ['foot', 'campaigns', 'ownBanner', 'staffBanner', 'level', 'lower'];

test('each case of the closed sets has sentences, in every language', () => {
  expect(cases).toHaveLength(6 * 2 * 2 * 3 * 2 * 2 * 4);
  const distinct = new Map(rows.map((row) => [`${row.key} ${row.values.reader}`, row]));
  expect(distinct.size).toBeGreaterThan(30);
  for (const { key, values } of distinct.values())
    for (const { language } of catalogues)
      expect(textOf(language, key, values)).toMatch(/^[^{}]{10,}$/);
  if (process.env['SENTENCES'] === '1')
    for (const text of new Set(rows.map((row) => `${row.place}: ${row.text}`)))
      process.stdout.write(`${text}\n`);
});

test('where no sign-in shows a second factor, no one is sent to such a sign-in', () => {
  const advice = /sign in again with a second factor|Need a sign-in with a second factor/;
  expect(said(advice, ({ factor }) => factor === 'none', everywhere)).toEqual([]);
  expect(said(advice, ({ factor }) => factor === 'possible', everywhere)).not.toEqual([]);
});

test("with AM's own sessions only an operator can lift a level", () => {
  const promise = /^Another administrator|another administrator has to|sign in again/;
  const places = ['level', 'lower'];
  expect(said(promise, ({ signIn }) => signIn === 'am', places)).toEqual([]);
  expect(said(promise, ({ signIn }) => signIn === 'oauth', places)).not.toEqual([]);
});

test('a reader of an area reads about the area, never about the whole realm', () => {
  const isOf = ({ isOfArea }: Case): boolean => isOfArea;
  expect(said(/in this realm/, isOf, everywhere)).toEqual([]);
  expect(said(/in your areas: north/, isOf, ['campaigns'])).not.toEqual([]);
  expect(said(/your areas/, (one) => !isOf(one), everywhere)).toEqual([]);
});

test('without PostgreSQL no one reads that there are no campaigns, nor to create one', () => {
  const isOf = ({ hasCampaigns }: Case): boolean => !hasCampaigns;
  expect(said(/No campaign was created|creates one/, isOf, everywhere)).toEqual([]);
});

test('with a contact the foot names it; without one, staff are not sent to their own desk', () => {
  const given = ({ contact }: Case): boolean => contact === 'given';
  const isStaff = ({ role }: Case): boolean => !['SELF', 'CAMPAIGN'].includes(role);
  expect(said(/^(?!Help desk: IT help desk$)/, given, ['foot'])).toEqual([]);
  expect(said(/help desk/i, (one) => !given(one) && isStaff(one), ['foot'])).toEqual([]);
  expect(said(/help desk can help/, (one) => !given(one) && !isStaff(one), ['foot'])).not.toEqual(
    [],
  );
});
