/**
 * `docker-compose.yml` starts: its programs run with its environment, without containers. Addresses
 * are replaced, because services of a compose file have a network of their own.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { asSuperuser } from '../ledger/stores.ts';
import {
  composeText,
  environmentOf,
  environmentOfGateway,
  ofImage,
  readCompose,
} from '../operations/compose-file.ts';
import { ownerOf } from '../postgres/owner.ts';
import { startIn, stop } from '../postgres/server.ts';
import type { State } from '../postgres/state.ts';
import { until } from '../reliability/am-traffic.ts';
import { freePort } from '../support/free-port.ts';
import { followProcess, type GatewayProcess } from '../support/gateway-process.ts';
import { fieldAt, listAt } from '../support/json.ts';

let folder: string;
let server: State;
let services: unknown;
let url: string;
const running: GatewayProcess[] = [];

function run(args: readonly string[], env: Readonly<Record<string, string>>): GatewayProcess {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  const one = followProcess(spawn(process.execPath, args, { env: { ...env }, stdio }));
  running.push(one);
  return one;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compose-'));
  ownerOf().take(folder);
  server = await startIn(join(folder, 'data'));
  const database = new URL(server.url).host;
  const ports = await Promise.all(
    ['4000', '4001', '9464'].map(async (one) => [one, await freePort()]),
  );
  const text = ports
    .reduce((now, [one, free]) => now.replaceAll(`${one}`, `${free}`), composeText)
    .replace('postgres:5432', database);
  const compose = readCompose(text);
  services = fieldAt(compose, 'services');
  const { POSTGRES_USER, POSTGRES_DB } = environmentOf(fieldAt(services, 'postgres'));
  await asSuperuser(server.url, `create role ${POSTGRES_USER} superuser login`);
  await asSuperuser(server.url, `create database ${POSTGRES_DB} owner ${POSTGRES_USER}`);
  const addresses = {
    HOST: '127.0.0.1',
    PORT: `${ports[0]?.[1]}`,
    DATA_DIR: join(folder, 'spool'),
  };
  const environment = environmentOfGateway(compose);
  const gateway = run(['dist/main.js'], { ...ofImage, ...environment, ...addresses });
  url = await gateway.listening();
  if (url === '') throw new Error(gateway.errors());
});
afterAll(async () => {
  await Promise.all(running.map((one) => one.kill()));
  stop(server);
  await rm(folder, { recursive: true });
});

const isReady = async (): Promise<boolean> => (await fetch(`${url}/health/ready`)).ok;

/** Runs a command of the comment for a user, and returns the header that it prints. */
async function headerOf(name: string): Promise<readonly [string, string]> {
  const program = /exec sandbox \.\/node (\S+)/.exec(composeText)?.[1] ?? '';
  const signIn = run([program, name], environmentOf(fieldAt(services, 'sandbox')));
  if ((await signIn.exited()) !== 0) throw new Error(signIn.errors());
  const [header = '', value = ''] = signIn.output().trim().split(': ');
  return [header, value];
}

test('the gateway starts, is ready with its sandbox, and records a change of the help desk', async () => {
  expect(await isReady()).toBe(false);
  const sandbox = fieldAt(services, 'sandbox');
  const [, ...args] = listAt(sandbox, 'command').map(String);
  run(args, environmentOf(sandbox));
  await until('it is ready', isReady);
  const header = await headerOf('helen');

  const query = `mutation { resetOathDevices(input: { target: { user: { id: "bob" } } }) {
    outcome sessionsEnding change { id: reference } } }`;
  const headers = new Headers([['content-type', 'application/json'], [...header]]);
  const body = JSON.stringify({ query });
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body });

  expect(await answer.json()).toMatchObject({
    data: {
      resetOathDevices: {
        outcome: 'DONE',
        sessionsEnding: 'ENDED',
        change: { id: expect.any(String) },
      },
    },
  });
});
