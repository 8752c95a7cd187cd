/** `docker-compose.yml` names only files, ports, services and variables that exist. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load-config.ts';
import { unknownNames } from '../../src/config/unknown-names.ts';
import { demoEnvironment } from '../../src/sandbox/demo-environment.ts';
import { startSandbox } from '../../src/sandbox/index.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { asEnvironment } from '../support/with-lists.ts';
import {
  composeText,
  dockerfile,
  environmentOf,
  environmentOfGateway,
  ofImage,
  readCompose,
} from './compose-file.ts';

const compose = readCompose(composeText);
const { gateway, sandbox, postgres } = Object(fieldAt(compose, 'services'));
const environment = { ...ofImage, ...environmentOfGateway(compose) };
const config = loadConfig(environment);

test('the gateway has a valid configuration, for the groups and accounts of the sandbox', async () => {
  const running = await startSandbox();
  const demo = demoEnvironment(running);
  await running.close();

  expect(ofImage).toHaveProperty('HOST', '0.0.0.0');
  expect(unknownNames(environment)).toEqual([]);
  const variables = Object.entries(demo).filter(
    ([name]) => /^[A-Z_]+$/.test(name) && !/^OIDC_|_GROUPS$|^AM_URL$/.test(name),
  );
  expect(environment).toMatchObject(Object.fromEntries(variables));
  const { access, proofs } = loadConfig(asEnvironment(demo));
  // Functions are compared by identity.
  const { realms: _realms, ownChangeRule: _rule, ...roles } = access;
  expect(config).toMatchObject({ access: roles, proofs: { journeys: proofs?.journeys } });
});

test('the gateway calls the sandbox on their common loopback', () => {
  const { SANDBOX_PORT, ...others } = environmentOf(sandbox);
  const program = textAt(sandbox, 'command', '1');
  const read = readFileSync(program, 'utf8').match(/(?<=process\.env\[')\w+/g);

  expect(fieldAt(sandbox, 'network_mode')).toBe('service:gateway');
  expect(config.am.url?.href).toBe(`http://127.0.0.1:${SANDBOX_PORT}/am`);
  expect(others).toEqual({ NODE_ENV: 'development', AM_FLAVOR: config.am.flavor });
  expect(read).toEqual(expect.arrayContaining(['SANDBOX_PORT', ...Object.keys(others)]));
});

test('the ledger is the database that PostgreSQL creates', () => {
  const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = environmentOf(postgres);

  expect(environment['DATABASE_URL']).toBe(
    `postgres://${POSTGRES_USER}:${POSTGRES_PASSWORD}@postgres:5432/${POSTGRES_DB}`,
  );
  expect(listAt(postgres, 'healthcheck', 'test')).toEqual(
    expect.arrayContaining([`--username=${POSTGRES_USER}`, `--dbname=${POSTGRES_DB}`]),
  );
  const volume = textAt(postgres, 'volumes', '0').split(':')[0] ?? '';
  expect(Object.keys(Object(fieldAt(compose, 'volumes')))).toEqual([volume]);
});

test('every image, program and port exists', () => {
  const stages = dockerfile.match(/(?<= AS )\w+/g);
  const exposed = /^EXPOSE (.*)$/m.exec(dockerfile)?.[1]?.split(' ');
  const [node, program] = listAt(sandbox, 'command');

  expect(stages).toContain(textAt(sandbox, 'build', 'target'));
  expect([fieldAt(gateway, 'build'), fieldAt(sandbox, 'build', 'context')]).toEqual(['.', '.']);
  expect(dockerfile).toContain('node_modules/.bin/node\')")" node \\');
  expect([node, existsSync(String(program))]).toEqual(['./node', true]);
  expect([String(config.port), String(config.metricsPort)]).toEqual(exposed);
  expect(listAt(gateway, 'ports')).toEqual(exposed?.map((port) => `127.0.0.1:${port}:${port}`));
  const [, signIn = ''] = /exec sandbox \.\/node (\S+)/.exec(composeText) ?? [];
  expect(existsSync(signIn)).toBe(true);
});
