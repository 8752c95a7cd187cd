/** What SIGHUP says of a rotated `DATABASE_URL`: its user and password hold at once, another database needs a restart. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load-config.ts';
import { LogLevel } from '../../src/log-level.ts';
import { createReload } from '../../src/reload.ts';

const folder = mkdtempSync(join(tmpdir(), 'reload-'));
const file = join(folder, 'url');
afterAll(() => rmSync(folder, { recursive: true }));

const given = 'postgres://me:pa55@127.0.0.1:5432/ledger?sslmode=verify-full';

/** What is told after the URL was replaced, of one SIGHUP and the next. */
function toldAfter(url: string): readonly string[] {
  writeFileSync(file, given);
  const environment = { DATABASE_URL_FILE: file };
  const told: string[] = [];
  const note = (line: string): void => void told.push(line);
  const log = { warn: note, error: note, level: () => 'info', setLevel: () => undefined };
  const readDocuments = () => ({ areOthers: false, trust: () => undefined });
  const reload = createReload({
    environment,
    config: loadConfig(environment),
    gateway: { readDocuments },
    level: new LogLevel(log, 'info'),
    log,
  });
  writeFileSync(file, url);
  reload();
  reload();
  return told;
}

test.each([
  ['password', 'postgres://me:other@127.0.0.1:5432/ledger?sslmode=verify-full'],
  ['user', 'postgres://you:pa55@127.0.0.1:5432/ledger?sslmode=verify-full'],
])('another %s is in force', (_what, url) => {
  expect(toldAfter(url)).toEqual([
    'SIGHUP: DATABASE_URL in force.',
    'SIGHUP: nothing has changed.',
  ]);
});

test.each([
  ['host', 'postgres://me:pa55@127.0.0.2:5432/ledger?sslmode=verify-full'],
  ['database', 'postgres://me:pa55@127.0.0.1:5432/other?sslmode=verify-full'],
  ['way to it', 'postgres://me:pa55@127.0.0.1:5432/ledger'],
])('another %s needs a restart', (_what, url) => {
  const sentence =
    'SIGHUP: nothing has changed that can be put into force; DATABASE_URL changed, too, and needs a restart.';

  expect(toldAfter(url)).toEqual([sentence, sentence]);
});
