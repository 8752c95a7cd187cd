/** Pages, tests, samples and benches name only options that there are. */
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { beforeAll, expect, test } from '@jest/globals';
import { errorCodes } from '../../packages/client/error-codes.ts';
import { optionsByName } from '../../src/config/options.ts';

/** Names of others that start as an option does. */
const ofOthers = [
  // The wrong name of an example.
  /^AM_REALSM$/,
  /^NODE_(?:EXTRA_CA_CERTS|OPTIONS|TLS_REJECT_UNAUTHORIZED)$/,
  // OpenTelemetry's SDK, OpenAM's installer, and reasons of a mail server.
  /^OTEL_/,
  /^(?:ADMIN_PWD|ADMIN_CONFIRM_PWD|AM_ENC_KEY|DATA_STORE)$/,
  /^SMTP_\d+$/,
  /^SSF_SUBJECT_FORMATS$/,
  // Other commands, recipes, examples, and the runner of the tests.
  /^(?:SIGN_IN_PASSWORD|SIGN_IN_REALM|DATABASE_OWNER_URL|WEBHOOK_SECRET|WEBHOOK_URL|PAGES_TESTS)$/,
  /^(?:ADMIN_SESSION|IDENTITY_URL)$/,
  // Codes and constants of others, and of this project.
  /^(?:AM_SERVICE|AM_UPSTREAM_TIMEOUT|DEVICE_ENROLLMENT_MANAGER|DEVICE_LOCK(?:ED)?|PROOF_SCRIPT)$/,
];

/** Tests of wrong names, of what is gone, and of names that only look like options. */
const exempt = [
  'docs/adr/0158-limits-that-no-site-sets-are-constants.md',
  'test/ground/option-names.test.ts',
  'test/operations/config-command.test.ts',
  'test/operations/command-line.test.ts',
  'test/operations/wrong-configurations.txt',
];

const words = /(?<![\w.$\-{/])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?!\w)/g;
const all = [...optionsByName.values()];
const starts = new Set(all.map(({ name }) => name.replace(/_.*/, '')));
const variables = all.filter(({ isList }) => isList !== true);
const known = new Set(variables.flatMap(({ name }) => [name, `${name}_FILE`]));

/** Every name in a text that starts as an option and is not one. */
const strange = (text: string): readonly string[] =>
  (text.match(words) ?? []).filter(
    (name) =>
      starts.has(name.replace(/_.*/, '')) &&
      !known.has(name) &&
      !inSchema.has(name) &&
      !ofOthers.some((one) => one.test(name)),
  );

let inSchema: ReadonlySet<string>;

beforeAll(() => {
  const sdl = readFileSync('schema/schema.graphql', 'utf8');
  inSchema = new Set([...(sdl.match(words) ?? []), ...Object.keys(errorCodes)]);
});

test('a former option and a list that only the file has are strange; codes are not', () => {
  const text = 'AM_REALM=x LIMIT_SEARCHES=30/1m AM_URL=y AM_SERVICE_PASSWORD_FILE=z HELP_DESK';

  expect(strange(text)).toEqual(['AM_REALM', 'LIMIT_SEARCHES']);
});

test('no page, test, sample or bench names an option that does not exist', async () => {
  const found: string[] = [];
  let files = 0;
  const places = ['*.md', 'Dockerfile', '{docs,deploy,examples,bench,test,tools,web}/**/*.*'];
  for await (const file of glob(places, { exclude: isLeftOut })) {
    files += 1;
    if (exempt.includes(file)) continue;
    found.push(...strange(readFileSync(file, 'utf8')).map((name) => `${file}: ${name}`));
  }

  expect(files).toBeGreaterThan(1_000);
  expect(found).toEqual([]);
});

function isLeftOut(path: string): boolean {
  return /(?:^|\/)(?:node_modules|dist|build|\.[a-z]\w*)(?:\/|$)|\.(?:png|jpg|woff2|sqlite|gz)$/.test(
    path,
  );
}
