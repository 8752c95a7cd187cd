/**
 * The documents of the release before still run, or run once they are rewritten as the upgrading
 * page says: each rewriting belongs to a line of the page, and each is needed.
 */
import { expect, test } from '@jest/globals';
import { parse, validate } from 'graphql';
import { createSchema } from '../../src/graph/build-schema.ts';
import { callers, operations } from '../ground/operations/documented.ts';
import { LedgerStage } from '../support/ledger-stage.ts';
import type { ConsumerDocument } from './breaking.ts';
import { acceptedBreaks, allReleases } from './released.ts';

const on = new LedgerStage();
const schema = await createSchema();
const lines = await acceptedBreaks();
/** The release that the page is about: the last one that a record breaks. */
const last = (await allReleases()).findLast(({ version }) =>
  lines.some((line) => line.version === version),
);
const documents = last?.documents ?? [];

/** What a reader of the page writes, by a path of the line. */
const rewritings: Readonly<Record<string, readonly [from: RegExp, to: string]>> = {
  'Query.caller': [/^ {2}caller \{/gm, '  gatewayCaller {'],
  'Query.capabilities': [/^ {2}capabilities \{/gm, '  gatewayCapabilities {'],
  KindResetMethod: [/\bresetMethod\b/g, 'isResetAtOnce'],
  ActionPermission: [/\bActionPermission\b/g, 'DeviceActionPermission'],
  ReachedChangeLimit: [
    /\blimits \{\s+kind\s+until\b/g,
    'limits: obstacles(of: [LIMITS]) { kinds until',
  ],
  DeviceRenaming: [/\brenaming \{\s+(previousName\s+newName)\s+__typename\s+\}/g, '$1'],
  ChangeError: [/\bon ChangeError\b/g, 'on DeviceChangeError'],
  StepUpRequired: [/\.\.\. on StepUpRequired \{/g, 'code stepUp {'],
  ResetOathDevicesPayload: [/^ {4}oathSkip$/gm, ''],
  ResetOathDevicesInput: [/\bResetOathDevicesInput\b/g, 'ResetDevicesOfKindInput'],
  ResetPushDevicesInput: [/\bResetPushDevicesInput\b/g, 'ResetDevicesOfKindInput'],
};

function isValid(text: string): boolean {
  return validate(schema, parse(text)).length === 0;
}

/** The text with every rewriting that it needs, and the paths of these. */
function rewritten(text: string): { readonly text: string; readonly used: readonly string[] } {
  if (isValid(text)) return { text, used: [] };
  const needed = Object.entries(rewritings).filter(([, [from]]) =>
    new RegExp(from, 'm').test(text),
  );
  return {
    text: needed.reduce((written, [, [from, to]]) => written.replaceAll(from, to), text),
    used: needed.map(([path]) => path),
  };
}

/** Sends the text of a document as its first caller, with the documented variables. */
async function run({ name, text }: ConsumerDocument) {
  const documented = operations.find((one) => one.name === name);
  const [by] = documented?.by ?? [];
  if (documented === undefined || by === undefined) throw new Error(`${name} is not documented.`);
  const userId = by === 'self' ? null : 'bob';
  return on.ask(text, callers[by], documented.variables(userId));
}

test('the release has documents, and some run as they are', () => {
  const unchanged = documents.filter(({ text }) => isValid(text));

  expect(documents.length).toBeGreaterThan(20);
  expect(unchanged.length).toBeGreaterThan(3);
});

test('each rewriting belongs to a line of the page, and is needed', () => {
  const paths = lines.filter(({ version }) => version === last?.version).map(({ path }) => path);
  const used = new Set(documents.flatMap(({ text }) => rewritten(text).used));

  expect(Object.keys(rewritings).filter((path) => !paths.includes(path))).toEqual([]);
  expect([...used].toSorted()).toEqual(Object.keys(rewritings).toSorted());
});

test.each(
  documents.map((document, index) => ({ ...document, place: `${index} ${document.name}` })),
)('$place runs, rewritten if it must be', async ({ name, text }) => {
  const { data, errors } = await run({ name, text: rewritten(text).text });

  expect(errors).toEqual([]);
  expect(Object.values(data ?? {})).not.toContain(null);
  expect(Object.keys(data ?? {}).length).toBeGreaterThan(0);
});
