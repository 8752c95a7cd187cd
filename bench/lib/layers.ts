/**
 * The layers of a request: what each adds to the CPU time, as the difference of two requests that
 * one process serves in turn, or of one request to two processes that differ in one setting.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { helpDeskGroup, ownToken, personId, superUserToken } from './am-bodies.ts';
import { startGateway } from './gateway.ts';
import type { NodeUpstream } from './node-upstream.ts';
import type { Upstream } from './nginx.ts';
import { places } from './places.ts';
import { askProbe } from './probe.ts';
import { cpuMicroseconds } from './process-cost.ts';
import { say, BenchError } from './say.ts';
import type { ServerProcess } from './server-process.ts';
import { headersOf, writeLines, writeManifest } from './work.ts';
import { load } from './wrk.ts';

/** How a gateway is configured beside the defaults of production, for one comparison. */
type Setting = 'defaults' | 'no log' | 'no metrics' | 'tracing' | 'groups';

/** A row of the table. */
export interface Layer {
  readonly name: string;
  /** The row from which it differs by this layer; absent for the first. */
  readonly beyond?: string;
  readonly setting: Setting;
  /** Absent for the probe of a load balancer. */
  readonly document?: string;
  readonly token?: string;
  /** The text differs from the manifest's, so that Apollo Server executes it. */
  readonly isOther?: true;
}

const read = (selection: string): string =>
  `query Layer($id: ID!) { user(id: $id) { ${selection} } }`;
const oneCall = read('amId username email');
const twoCalls = read('amId username email oathDevices{ amId name }');
const threeCalls = read('amId username email oathDevices{ amId name } pushDevices{ amId name }');

/** The rows, in order. A row comes after the one with which it is compared. */
export const layers: readonly Layer[] = [
  { name: 'HTTP: a probe', setting: 'defaults' },
  {
    name: 'GraphQL: `{ __typename }`',
    beyond: 'HTTP: a probe',
    setting: 'defaults',
    document: 'query Layer { __typename }',
  },
  {
    name: 'the check of the caller, in its cache',
    beyond: 'GraphQL: `{ __typename }`',
    setting: 'defaults',
    document: 'query Layer { gatewayCaller { __typename } }',
  },
  {
    name: 'policy, and one call',
    beyond: 'the check of the caller, in its cache',
    setting: 'defaults',
    document: oneCall,
  },
  {
    name: 'a second call',
    beyond: 'policy, and one call',
    setting: 'defaults',
    document: twoCalls,
  },
  { name: 'a third call', beyond: 'a second call', setting: 'defaults', document: threeCalls },
  {
    name: 'Apollo Server, for another text',
    beyond: 'a third call',
    setting: 'defaults',
    document: threeCalls,
    isOther: true,
  },
  { name: 'without a log line', beyond: 'a third call', setting: 'no log', document: threeCalls },
  { name: 'without metrics', beyond: 'a third call', setting: 'no metrics', document: threeCalls },
  { name: 'with tracing', beyond: 'a third call', setting: 'tracing', document: threeCalls },
  {
    name: 'help desk by a group, a second wave',
    beyond: 'a third call',
    setting: 'groups',
    document: threeCalls,
    token: ownToken,
  },
];

/** The figures of one layer in one process. */
export interface LayerCost {
  readonly cpuMicroseconds: number;
  readonly promises: number;
  /** Calls that AM answered, per request. */
  readonly calls: number;
}

/** The figures of each row. Those with the same index ran side by side. */
export type LayerCosts = ReadonlyMap<Layer, readonly LayerCost[]>;

/** What the layers are measured with. Durations are whole seconds. */
export interface LayersCourse {
  readonly processes: number;
  /** Load on each process before its first turn. */
  readonly warmUpSeconds: number;
  /** Load before each measured turn, which does not count. */
  readonly leadSeconds: number;
  readonly turnSeconds: number;
  readonly connections: number;
  /** Requests one after the other, whose promises are counted. */
  readonly counted: number;
}

/** The servers that the gateways call. */
interface Around {
  readonly am: Upstream;
  /** Accepts the spans of a gateway that traces. */
  readonly collector: NodeUpstream;
  readonly folder: string;
}

/** Measures all layers. */
export async function measureLayers(around: Around, course: LayersCourse): Promise<LayerCosts> {
  const costs = new Map<Layer, LayerCost[]>(layers.map((layer) => [layer, []]));
  const promises = await countPromises(around, course);
  for (let number = 1; number <= course.processes; number += 1) {
    say(`CPU time: process ${number} of ${course.processes} of each setting`);
    const gateways = await startGateways(around, `process-${number}`);
    const warmed = new Set<ServerProcess>();
    for (const layer of layers.toReversed()) {
      const gateway = gatewayFor(gateways, layer);
      if (warmed.has(gateway)) continue;
      warmed.add(gateway);
      await send(gateway, layer, around, { ...course, seconds: course.warmUpSeconds });
    }
    for (const layer of layers) {
      const gateway = gatewayFor(gateways, layer);
      await send(gateway, layer, around, { ...course, seconds: course.leadSeconds });
      const calls = await around.am.calls();
      const cpu = cpuMicroseconds(gateway.pid);
      const turn = { ...course, seconds: course.turnSeconds };
      const { requests } = await send(gateway, layer, around, turn);
      costs.get(layer)?.push({
        cpuMicroseconds: (cpuMicroseconds(gateway.pid) - cpu) / requests,
        promises: promises.get(layer) ?? Number.NaN,
        calls: ((await around.am.calls()) - calls) / requests,
      });
    }
    for (const gateway of gateways.values()) await gateway.stop();
  }
  return costs;
}

type Gateways = ReadonlyMap<Setting, ServerProcess>;

async function startGateways(
  around: Around,
  name: string,
  nodeFlags: readonly string[] = [],
): Promise<Gateways> {
  const folder = join(around.folder, name);
  mkdirSync(folder);
  const documents = layers.flatMap(({ document = [] }) => document);
  const manifest = writeManifest(folder, [...new Set(documents)]);
  const gateways = new Map<Setting, ServerProcess>();
  for (const setting of new Set(layers.map((layer) => layer.setting))) {
    const env = { TRUSTED_DOCUMENTS_MANIFESTS: manifest, ...environmentOf(setting, around) };
    const { amUrl } = around.am;
    const about = { name: setting.replaceAll(' ', '-'), amUrl, folder, nodeFlags };
    gateways.set(setting, await startGateway({ ...about, env }));
  }
  return gateways;
}

function environmentOf(setting: Setting, { collector }: Around): Readonly<Record<string, string>> {
  switch (setting) {
    case 'defaults':
      return {};
    case 'no log':
      return { LOG_LEVEL: 'warn' };
    case 'no metrics':
      return { METRICS_PORT: 'off' };
    case 'tracing':
      return { OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin };
    case 'groups':
      return {
        HELP_DESK_GROUPS: helpDeskGroup,
        AM_SERVICE_USERNAME: 'amadmin',
        AM_SERVICE_PASSWORD: 'of the bench',
      };
  }
}

function gatewayFor(gateways: Gateways, { setting }: Layer): ServerProcess {
  const gateway = gateways.get(setting);
  if (gateway === undefined) throw new BenchError(`No gateway runs with ${setting}.`);
  return gateway;
}

function send(
  { url }: ServerProcess,
  layer: Layer,
  { folder }: Around,
  { connections, seconds }: Pick<LayersCourse, 'connections'> & { readonly seconds: number },
): ReturnType<typeof load> {
  const lines = Array.from({ length: 1_000 }, (_, number) => lineOf(layer, number + 1));
  const requestsFile = writeLines(join(folder, 'requests'), lines);
  return load({ url, requestsFile, headers: headersFor(layer), connections, seconds });
}

function headersFor({ token = superUserToken }: Layer): Readonly<Record<string, string>> {
  return headersOf({ token });
}

function lineOf(layer: Layer, number: number): string {
  if (layer.document === undefined) return 'GET\t/health/live\t';
  return `POST\t/graphql\t${bodyOf(layer, number)}`;
}

function bodyOf({ document = '', isOther }: Layer, number: number): string {
  const query = isOther === true ? `${document} # another` : document;
  const variables = document.includes('$id') ? { id: personId(number) } : {};
  return JSON.stringify({ query, variables });
}

/** Counts the promises of a request in gateways of their own, and checks every answer. */
async function countPromises(
  around: Around,
  { counted }: LayersCourse,
): Promise<Map<Layer, number>> {
  say('Promises: one request after the other');
  const flags = ['--import', join(places.servers, 'promise-probe.ts')];
  const gateways = await startGateways(around, 'promises', flags);
  const counts = new Map<Layer, number>();
  for (const layer of layers) {
    const gateway = gatewayFor(gateways, layer);
    for (let number = 1; number <= counted; number += 1) await verify(gateway, layer, number);
    const before = Number(await askProbe(gateway.pid));
    for (let number = 1; number <= counted; number += 1) await verify(gateway, layer, number);
    const after = Number(await askProbe(gateway.pid));
    counts.set(layer, Math.round((after - before) / counted));
  }
  for (const gateway of gateways.values()) await gateway.stop();
  return counts;
}

async function verify({ url }: ServerProcess, layer: Layer, number: number): Promise<void> {
  const isProbe = layer.document === undefined;
  const response = await fetch(`${url}${isProbe ? '/health/live' : '/graphql'}`, {
    headers: headersFor(layer),
    ...(!isProbe && { method: 'POST', body: bodyOf(layer, number) }),
  });
  const text = await response.text();
  if (response.ok && !text.includes('"errors"')) return;
  throw new BenchError(`${layer.name} gave an unexpected answer: ${text}`);
}
