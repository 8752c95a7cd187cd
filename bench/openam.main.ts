/**
 * `npm run bench -- openam`: a real OpenAM through the gateway and by the same calls made directly
 * (P10).
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COOKIE_NAME, createAmRest, realmPath } from '../test/openam/am-rest.ts';
import { listAt } from '../test/support/json.ts';
import { PASSWORD } from '../test/openam/layout.ts';
import { dataOf } from './lib/ask.ts';
import { buildGateway, startGateway } from './lib/gateway.ts';
import { readOptions } from './lib/options.ts';
import { createTemporaryFolder, places } from './lib/places.ts';
import { conditionsNow, writeResult } from './lib/results.ts';
import { runBench, say, BenchError } from './lib/say.ts';
import { stopServers } from './lib/server-process.ts';
import { median } from './lib/statistics.ts';
import { needPrograms } from './lib/system-tools.ts';
import { table } from './lib/table.ts';
import { isKept, judge, verdictTable } from './lib/verdict.ts';
import { writeManifest } from './lib/work.ts';
import { load } from './lib/wrk.ts';
import type { LoadResult } from './lib/wrk.ts';

const { quick, noBuild } = readOptions();
const rounds = quick ? 3 : 5;
const seconds = quick ? 3 : 8;
const connections = 8;
/** Sessions take turns: the gateway joins one session's identical reads in flight. */
const sessions = 64;
const person = 'bob';
const document = 'query Mine { me { oathDevices { id name } pushDevices { id name } } }';

async function bench(): Promise<boolean> {
  say('Measures two device lists of a real OpenAM: through the gateway, and by two REST calls.');
  needPrograms('wrk');
  const { url } = runningOpenAm();
  buildGateway({ skip: noBuild });
  const conditions = conditionsNow();
  const folder = createTemporaryFolder();
  const am = createAmRest(url);
  const tokens: string[] = [];
  for (let count = 0; count < sessions; count += 1) {
    tokens.push(await am.signIn('alpha', person, PASSWORD));
  }
  const gateway = await startGateway({
    name: 'gateway',
    amUrl: url,
    folder,
    env: {
      AM_FLAVOR: 'openam',
      TRUSTED_DOCUMENTS_MANIFESTS: writeManifest(folder, [document]),
    },
  });
  await verifyMine(gateway.url, tokens[0] ?? '');
  const direct = { url: new URL(url).origin, ...directRequests(url, folder, tokens) };
  const through = { url: gateway.url, ...gatewayRequests(folder, tokens) };
  await load({ ...direct, connections, seconds });
  await load({ ...through, connections, seconds });
  const directly: LoadResult[] = [];
  const throughIt: LoadResult[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    say(`Round ${round} of ${rounds}, ${seconds} s each, in turn`);
    directly.push(await load({ ...direct, connections, seconds }));
    throughIt.push(await load({ ...through, connections, seconds }));
  }
  say(`\n${reportTable(directly, throughIt)}\n`);
  // Two direct calls correspond to one request to the gateway.
  const ratios = throughIt.map((one, round) => rate(one) / (rate(directly[round]) / 2));
  const what = 'requests/s through the gateway ÷ pairs of calls made directly';
  const verdict = judge({ id: 'P10', what, rounds: ratios, bound: 'at least', target: 0.7 });
  say(`${verdictTable([verdict])}\n`);
  const result = { quick, directly, throughIt, verdict };
  say(`Written to ${await writeResult('openam', conditions, result)}`);
  return isKept([verdict]);
}

function runningOpenAm(): { readonly url: string } {
  if (!existsSync(places.openAmState)) {
    throw new BenchError('OpenAM is not running. Start it with: npm run openam');
  }
  const state: { url: string } = JSON.parse(readFileSync(places.openAmState, 'utf8'));
  return state;
}

const json = { 'content-type': 'application/json' };

interface Requests {
  readonly requestsFile: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Both lists in turn, with the fields that the gateway reads. */
function directRequests(url: string, folder: string, tokens: readonly string[]): Requests {
  const user = `${new URL(url).pathname}${realmPath('alpha')}/users/${person}`;
  const oath = `${user}/devices/2fa/oath?_queryFilter=true&_fields=uuid,deviceName,lastLogin`;
  const push = `${user}/devices/push?_queryFilter=true&_fields=uuid,deviceName,deviceType,issuer`;
  const requestsFile = join(folder, 'direct');
  const lines = tokens.flatMap((token) =>
    [oath, push].map((path) => `GET\t${path}\t\t${COOKIE_NAME}=${token}\n`),
  );
  writeFileSync(requestsFile, lines.join(''));
  const version = { 'accept-api-version': 'protocol=2.1,resource=1.0' };
  const notBrowser = { 'x-requested-with': 'identity-gateway' };
  return { requestsFile, headers: { ...json, ...version, ...notBrowser } };
}

function gatewayRequests(folder: string, tokens: readonly string[]): Requests {
  const body = JSON.stringify({ query: document });
  const requestsFile = join(folder, 'mine');
  const lines = tokens.map((token) => `POST\t/graphql\t${body}\t${COOKIE_NAME}=${token}\n`);
  writeFileSync(requestsFile, lines.join(''));
  return { requestsFile, headers: json };
}

async function verifyMine(url: string, token: string): Promise<void> {
  const body = JSON.stringify({ query: document });
  const headers = { ...json, [COOKIE_NAME]: token };
  const answer: unknown = await (
    await fetch(`${url}/graphql`, { method: 'POST', headers, body })
  ).json();
  const data = dataOf(answer);
  const me = typeof data === 'object' && data !== null && 'me' in data ? data.me : undefined;
  if (listAt(me, 'oathDevices').length > 0 && listAt(me, 'pushDevices').length > 0) return;
  throw new BenchError(`The gateway did not return ${person}'s devices: ${JSON.stringify(answer)}`);
}

function rate(result: LoadResult | undefined): number {
  return result === undefined ? Number.NaN : result.requests / result.seconds;
}

function reportTable(directly: readonly LoadResult[], throughIt: readonly LoadResult[]): string {
  const row = (label: string, all: readonly LoadResult[], calls: number): string[] => [
    label,
    median(all.map((one) => rate(one) / calls)).toFixed(0),
    median(all.map(({ p50Ms }) => p50Ms)).toFixed(1),
    median(all.map(({ p99Ms }) => p99Ms)).toFixed(1),
  ];
  return table(
    ['how', 'both lists, per second', 'p50 ms of a request', 'p99 ms'],
    [
      row('two REST calls, directly', directly, 2),
      row('one query, through the gateway', throughIt, 1),
    ],
  );
}

await runBench(bench, stopServers);
