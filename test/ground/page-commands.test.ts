/** A test runs every command of every page, or a table says why not; every option is accepted. */
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';
import { commandPages } from '../support/command-pages.ts';
import { blocksOf, firstLineOf, isShell, runBlocksOf } from '../support/page.ts';
import { commandResult } from '../support/run-command.ts';
import { nextRsaKeyPair } from '../support/rsa-keys.ts';

const exclude = ['**/node_modules/**', '**/results/**', 'docs/adr/**', '.*/**'];
const pages = globSync('**/*.md', { exclude }).toSorted();
const withCommands = pages.filter((page) => blocksOf(page).some(isShell));

const installedTests = globSync('test/installed/*.test.ts');

test('the table has the pages with commands, and no other', () => {
  expect(withCommands.length).toBeGreaterThan(10);
  expect(Object.keys(commandPages).toSorted()).toEqual(withCommands);
});

test.each(pages)('%s names the language of each block', (page) => {
  expect(blocksOf(page).filter(({ language }) => language === '')).toEqual([]);
});

describe.each(Object.entries(commandPages))('%s', (page, about) => {
  test('has a use for each block, or a cause', () => {
    const commands = runBlocksOf(page).filter(isShell);

    expect(commands.length > 0).toBe(about.runs !== 'not');
  });

  test('has the blocks that are left out', () => {
    const unused = blocksOf(page).filter((block) => isShell(block) && block.use === '');

    expect(unused.map(firstLineOf)).toEqual(Object.keys(about.leftOut ?? {}));
  });

  test('is followed by the tests that the table names', () => {
    const [tests, call] =
      about.runs === 'by own tests'
        ? [about.tests, `'${page}'`]
        : [installedTests.filter(() => about.runs !== 'not'), `installedPages('${about.runs}')`];

    const texts = tests.map((file) => readFileSync(file, 'utf8'));
    expect(texts.some((text) => text.includes(call))).toBe(about.runs !== 'not');
    expect(texts.filter((text) => !/followPage|followInstalled|runBlocksOf/.test(text))).toEqual(
      [],
    );
  });
});

const folder = mkdtempSync(join(tmpdir(), 'page-options-'));
afterAll(() => rmSync(folder, { recursive: true }));

const secret = Buffer.alloc(32, 7).toString('base64');
const { privateKey } = nextRsaKeyPair();

/** What stands for the reader's own: by option, also for the file that the option names. */
const standIns: Readonly<Record<string, string>> = {
  AM_SERVICE_PASSWORD: 'a-password',
  AM_SERVICE_ACCOUNT_ID: '0f0f0f0f-0000-4000-8000-000000000001',
  AM_SERVICE_ACCOUNT_KEY: JSON.stringify(privateKey.export({ format: 'jwk' })),
  PAGES_CLIENT_SECRET: 'a-secret-of-the-client',
  PAGES_SECRET: secret,
  PROOF_JOURNEY_SECRET: secret,
  ENROLMENT_SECRET: secret,
  SMTP_PASSWORD: 'a-password',
  SSF_SIGNING_KEYS: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
};

/** The same for files that configuration files name; the others have secrets of webhooks. */
const fileStandIns: Readonly<Record<string, string>> = {
  'am-password': 'a-password',
  'database-url': 'postgres://gateway:a-password@db.example.com/ledger?sslmode=verify-full',
  'signal-token': '0f'.repeat(32),
};

const bearers = {
  OIDC_ISSUER: 'https://issuer.example.com',
  OIDC_AUDIENCE: 'portal',
  OIDC_JWKS_URL: 'https://issuer.example.com/jwks',
};
const account = { AM_SERVICE_USERNAME: 'gateway', AM_SERVICE_PASSWORD: 'a-password' };

/** What the text beside a block says that it needs, by an option of the block. */
const needs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  HELP_DESK_SCOPES: bearers,
  CONFIG_FILE: { ...account, ...bearers },
  PUBLIC_URL: { PAGES_SUPPORT: 'IT help desk <tel:+49301234567>' },
  SMTP_URL: account,
};

/** The configuration files of a page: name and text. */
const filesOf = (page: string): (readonly [string, string])[] =>
  blocksOf(page)
    .filter(({ use }) => /^file=.*\.yaml$/.test(use))
    .map(({ use, text }) => [use.replace('file=', ''), text]);

/** Blocks of options, and files of options that no block names. */
const optionBlocks = pages.flatMap((page) => {
  const blocks = blocksOf(page).filter(({ language }) => language !== 'yaml');
  const alone = filesOf(page)
    .map(([name]) => `CONFIG_FILE=${name}`)
    .filter((line) => !blocks.some(({ text }) => text.includes(line)));
  return [
    ...blocks
      .filter(({ language }) => language === 'dotenv')
      .map((block) => ({ page, head: firstLineOf(block), text: block.text })),
    ...alone.map((line) => ({ page, head: line, text: line })),
  ];
});

test('pages have blocks of options', () => {
  expect(optionBlocks.length).toBeGreaterThan(16);
});

test.each(optionBlocks)('$page: check accepts $head', async ({ page, text }) => {
  for (const [name, content] of filesOf(page))
    writeFileSync(join(folder, name), content.replaceAll(/(?<=file: )[\w./-]+/g, secretFile));
  const given = Object.entries(parseEnv(text));
  const environment = Object.fromEntries([
    ['NODE_ENV', 'production'],
    ['AM_URL', 'https://am.example.com/am'],
    ...given
      .flatMap(([name]) => Object.entries(needs[name] ?? {}))
      .filter(([name]) => !given.some(([own]) => own === `${name}_FILE`)),
    ...given.map(([name, value = '']) => [name, standInOf(name, value)]),
  ]);

  const { code, err } = await commandResult(['check'], environment);

  expect({ code, err }).toEqual({ code: 0, err: [] });
});

/** The page's own value, unless it is the reader's own. */
function standInOf(name: string, value: string): string | undefined {
  if (name === 'CONFIG_FILE') return join(folder, value);
  if (!name.endsWith('_FILE')) return /^(…|\.\.\.)$/.test(value) ? standIns[name] : value;
  const path = join(folder, basename(value));
  if (!existsSync(path)) writeFileSync(path, standIns[name.replace(/_FILE$/, '')] ?? '');
  return path;
}

/** The stand-in of a file that a configuration file refers to. */
function secretFile(path: string): string {
  const name = basename(path);
  writeFileSync(join(folder, name), fileStandIns[name] ?? `whsec_${secret}`);
  return join(folder, name);
}
