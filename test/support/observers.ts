/**
 * What observes a gateway answers in every fault that a test makes: metrics, health, log and
 * runbook. The helpers that make faults call `noteFault`; each running gateway is then asked at the
 * end of the test, or before it stops.
 */
import { readFileSync } from 'node:fs';
import type { GatewayProcess } from './gateway-process.ts';
import { fieldAt, listAt } from './json.ts';

/** How Prometheus and the probes of an orchestrator reach a gateway, and what it has logged. */
export interface Observed {
  readonly url: string;
  /** Null if metrics are off. */
  readonly metricsUrl: string | null;
  readonly log: () => string;
}

/** How long Prometheus waits by default, in milliseconds. */
const scrapeMs = 10_000;

/** Where the environment of the tests finds the function that it calls with each event of Jest. */
const observersKey = Symbol.for('identity-gateway.observers');

const running = new Set<Observed>();
/** The faults since the observers were asked. */
const faults = new Set<string>();
/** The ways to a gateway's neighbours that a test can disturb now. */
const disturbable = new Set<object>();

Reflect.set(globalThis, observersKey, (event: string): Promise<void> | undefined => {
  // A test that has failed leaves its faults.
  if (event === 'test_start') faults.clear();
  return event === 'test_fn_success' ? askAfterFaults() : undefined;
});

/** Notes that a neighbour of the gateways is disturbed from now on. */
export function noteFault(what: string): void {
  faults.add(what);
}

/** Notes a way that can be disturbed, until the returned function is called. */
export function noteDisturbable(): () => void {
  const way = {};
  disturbable.add(way);
  return () => void disturbable.delete(way);
}

/** The port of metrics of a gateway under test: those that faults may reach have one. */
export function metricsPort(): '0' | 'off' {
  return disturbable.size > 0 ? '0' : 'off';
}

/** Notes a gateway. The returned function must be called before it stops. */
export function noteGateway(gateway: Observed): () => Promise<void> {
  running.add(gateway);
  return async () => {
    if (running.delete(gateway) && faults.size > 0) await askObservers(gateway);
  };
}

/** Asks all gateways that run, if a fault was made since they were asked. */
export async function askAfterFaults(): Promise<void> {
  const made = [...faults];
  faults.clear();
  if (made.length === 0) return;
  try {
    await Promise.all([...running].map(askObservers));
  } catch (error) {
    throw new Error(`After ${made.join(', ')}: ${String(error)}`, { cause: error });
  }
}

/** @throws Error if metrics, health, log or runbook fail an operator */
export async function askObservers({ url, metricsUrl, log }: Observed): Promise<void> {
  const codes = [...(await codesOfHealth(url)), ...codesInLog(log())];
  if (metricsUrl !== null) {
    const { status, text } = await answerOf(`${metricsUrl}/metrics`);
    if (status !== 200 || !/^identity_gateway_ready [01]$/m.test(text))
      throw new Error(`/metrics answers ${status}: ${text.slice(0, 200)}`);
    codes.push(...(await codesOfHealth(metricsUrl)));
  }
  const runbook = readFileSync('docs/runbook.md', 'utf8');
  const unknown = codes.filter((code) => !runbook.includes(`\`${code}\``));
  if (unknown.length > 0) throw new Error(`docs/runbook.md lacks ${unknown.join(', ')}`);
}

async function codesOfHealth(url: string): Promise<string[]> {
  const live = await answerOf(`${url}/health/live`);
  if (live.status !== 200) throw new Error(`/health/live answers ${live.status}`);
  const { status, text } = await answerOf(`${url}/health/ready`);
  const body: unknown = JSON.parse(text);
  if (status === 503) return [String(fieldAt(body, 'reason'))];
  if (status !== 200) throw new Error(`/health/ready answers ${status}`);
  return text.includes('"degraded"') ? listAt(body, 'degraded').map(String) : [];
}

/** Its failures and its readiness. @throws Error if a promise was left unhandled */
function codesInLog(log: string): string[] {
  const lines = log.split('\n').filter((line) => /"event":"(?:failure|readiness)"/.test(line));
  const unhandled = lines.find((line) => line.includes('A rejection was left unhandled'));
  if (unhandled !== undefined) throw new Error(`The log has a defect: ${unhandled}`);
  return lines.flatMap((line) => /"code":"(\w+)"/.exec(line)?.[1] ?? []);
}

async function answerOf(url: string): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(scrapeMs) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw new Error(`${new URL(url).pathname} does not answer`, { cause: error });
  }
}

/** Notes a process from when it listens until it is stopped: what ends on purpose is not asked. */
export function observedProcess(gateway: GatewayProcess): GatewayProcess {
  let forget = (): void => undefined;
  const listening = async (): Promise<string> => {
    const url = await gateway.listening();
    const metricsUrl = /(?:Metrics {3}|"metricsUrl":")(http:[^\s"]+?)(?:\/metrics|")/.exec(
      gateway.output(),
    )?.[1];
    const log = (): string => gateway.output();
    const observed = { url, metricsUrl: metricsUrl ?? null, log };
    forget();
    if (url !== '') running.add(observed);
    forget = () => void running.delete(observed);
    return url;
  };
  return {
    ...gateway,
    listening,
    signal: (name) => {
      if (name === 'SIGTERM' || name === 'SIGINT') forget();
      gateway.signal(name);
    },
    exited: () => gateway.exited().finally(() => forget()),
    kill: () => {
      forget();
      return gateway.kill();
    },
  };
}
