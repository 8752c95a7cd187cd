import { Agent, request } from 'undici';
import { openAm } from './am/open-am.ts';
import { createConnector } from './am/http/connector.ts';
import type { OpenAm } from './am/open-am.ts';
import { loadConfig } from './config/load-config.ts';
import type { Config, Environment } from './config/load-config.ts';
import { ConfigError } from './config/problem.ts';
import { unknownNames } from './config/unknown-names.ts';
import { configWarnings } from './config/warnings.ts';
import { Failure } from './domain/failure.ts';
import { unrecorded } from './ledger/unrecorded.ts';
import { causeOf } from './telemetry/frames.ts';

/** The exit codes, of sysexits.h: a service that is not there, and the configuration. */
const exitUnavailable = 69;
const exitConfig = 78;

/** How far the clocks of AM and this machine may be apart: tokens are judged with a minute of tolerance. */
const mostSkewSeconds = 30;

/** Where the results go, line by line. */
export interface Say {
  readonly print: (line: string) => void;
  readonly tell: (line: string) => void;
}

const toTheTerminal: Say = {
  print: (line) => void process.stdout.write(`${line}\n`),
  tell: (line) => void process.stderr.write(`${line}\n`),
};

/** Runs `identity-gateway check`, and returns its exit code. */
export async function runCheck(
  { online }: { readonly online: boolean },
  environment: Environment,
  say: Say = toTheTerminal,
): Promise<number> {
  try {
    const config = loadConfig(environment);
    const warnings = [...unknownNames(environment), ...configWarnings(config)];
    for (const line of warnings) say.tell(`Warning: ${line}`);
    say.print('ok      the configuration');
    return online ? await checkOnline(config, say) : 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    say.tell(error.message);
    return exitConfig;
  }
}

/** Asks AM what a start would find out only little by little. */
async function checkOnline(config: Config, { print }: Say): Promise<number> {
  const { url } = config.am;
  if (url === undefined) {
    print('FAILED  AM_URL is not set, so there is no AM to ask');
    return exitConfig;
  }
  const clocks = { now: Date.now, elapsed: () => performance.now() };
  const log = { upstream: () => undefined, warn: (text: string) => print(`        ${text}`) };
  const { am: options, callers, access: settings } = config;
  const { turns } = unrecorded;
  const am = openAm({ ...options, ...callers, ...clocks, url, settings, log, turns });
  let isGood = true;
  for (const [what, check] of checksOf(config, am, url)) {
    try {
      print(`ok      ${what}: ${await check()}`);
    } catch (error) {
      isGood = false;
      print(`FAILED  ${what}: ${reasonOf(error)}`);
    }
  }
  if (!isGood) await tellWhereAmIs(config, url, print);
  await am.close();
  return isGood ? 0 : exitUnavailable;
}

type Check = readonly [string, () => Promise<string>];

function checksOf({ am: options, access }: Config, am: OpenAm, url: URL): Check[] {
  return [
    [
      url.protocol === 'https:' ? 'TLS and clock' : 'connection and clock',
      async () => {
        const skew = await skewOf(url, options);
        if (Math.abs(skew) <= mostSkewSeconds) return `the clocks are ${skew} s apart`;
        throw new Failure('UPSTREAM_ERROR', `the clocks are ${skew} s apart; set them by NTP`);
      },
    ],
    ...access.realms.all.map((realm): Check => [
      `realm ${realm.name} (${realm.path})`,
      async () => {
        await am.askRealm(realm);
        return 'AM serves it';
      },
    ]),
    ['session cookie', async () => am.cookieName()],
    [
      `service credential and groups (${options.flavor})`,
      async () => {
        const problem = await am.serviceProblem();
        if (problem !== null) throw new Failure('UPSTREAM_ERROR', problem);
        return 'in order, or none is configured';
      },
    ],
  ];
}

/** Says where AM answers, if that is another deploy path than the configured one. */
async function tellWhereAmIs({ am }: Config, url: URL, print: Say['print']): Promise<void> {
  for (const path of ['/am', '/openam']) {
    const place = `${url.origin}${path}`;
    const isThere = place !== url.href && (await isAm(place, am));
    if (isThere) print(`        AM answers at ${place}: is that AM_URL?`);
  }
}

async function isAm(place: string, options: AskOptions): Promise<boolean> {
  try {
    const { status, text } = await askServerInfo(place, options);
    return status === 200 && text.includes('"cookieName"');
  } catch {
    // Nothing is there that could be told.
    return false;
  }
}

/** By how many seconds AM's clock differs from this one. */
async function skewOf(url: URL, options: AskOptions): Promise<number> {
  const { date } = await askServerInfo(url.href.replace(/\/$/, ''), options);
  const told = Date.parse(date);
  return Number.isNaN(told) ? 0 : Math.round((told - Date.now()) / 1000);
}

type AskOptions = Pick<Config['am'], 'ca' | 'connectTimeoutMs'>;

/** Asks an AM what it tells everybody; `date` is the header. */
async function askServerInfo(
  place: string,
  options: AskOptions,
): Promise<{ readonly status: number; readonly date: string; readonly text: string }> {
  const dispatcher = new Agent({ connect: createConnector(options), maxResponseSize: 1_048_576 });
  try {
    const { statusCode, headers, body } = await request(`${place}/json/serverinfo/*`, {
      dispatcher,
      headers: { accept: 'application/json' },
      headersTimeout: 8_000,
    });
    return { status: statusCode, date: String(headers['date']), text: await body.text() };
  } finally {
    await dispatcher.close();
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Failure) {
    const cause = causeOf(error);
    return `${error.detail ?? error.message}${cause === null ? '' : ` (${cause})`}`;
  }
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return `${error instanceof Error ? error.message : String(error)}${code}`;
}
