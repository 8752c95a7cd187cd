import { isNativeError } from 'node:util/types';
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
import type { Flavor } from './domain/flavor.ts';
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
  const notes: string[] = [];
  const log = { upstream: () => undefined, warn: (text: string) => void notes.push(text) };
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
    for (const note of notes.splice(0)) print(`        ${note}`);
  }
  if (!isGood) await tellWhereAmIs(config, url, print);
  await am.close();
  return isGood ? 0 : exitUnavailable;
}

type Check = readonly [string, () => Promise<string>];

/** What a check throws that has found something wrong. */
class Finding extends Error {}

function checksOf({ am: options, access, callers }: Config, am: OpenAm, url: URL): Check[] {
  const { realms } = access;
  return [
    [
      url.protocol === 'https:' ? 'TLS and clock' : 'connection and clock',
      async () => {
        const skew = await skewOf(url, options);
        if (Math.abs(skew) <= mostSkewSeconds) return `the clocks are ${skew} s apart`;
        throw new Finding(`the clocks are ${skew} s apart; set them by NTP`);
      },
    ],
    ...realms.all.map((realm): Check => [
      `realm ${realm.name} (${realm.path})`,
      async () => {
        await am.askRealm(realm).catch((error: unknown) => {
          throw new Finding(`AM does not serve it: ${reasonOf(error)}`);
        });
        return 'AM serves it';
      },
    ]),
    ['session cookie', async () => am.cookieName()],
    ['flavour', async () => flavorVerdict(options, await am.askRealm(realms.default))],
    [
      'service credential and groups',
      async () => {
        const problem = await am.serviceProblem();
        if (problem !== null) throw new Finding(problemSentences.get(problem) ?? problem);
        if (callers.service === undefined) return 'none is configured, so no group can be read';
        return 'AM takes it, and has every group that must exist';
      },
    ],
    ['version', async () => (await versionOf(am)) ?? 'AM tells it to nobody but administrators'],
  ];
}

/** What the codes of readiness say to whoever configures. */
const problemSentences: ReadonlyMap<string, string> = new Map([
  ['SERVICE_CREDENTIAL_MISSING', 'AM refuses it: look at its name, its secret and its realm'],
  ['SERVICE_CREDENTIAL_TOO_WEAK', 'on OpenAM only the super user may act for others'],
  ['GROUP_NOT_FOUND', 'a group of HELP_DESK_GROUPS or AUDITOR_GROUPS exists in no served realm'],
  [
    'PRIVILEGE_UNKNOWN',
    'a group of ADMIN_GROUPS or PRIVILEGED_GROUPS does not exist in every realm it is named for, or cannot be read',
  ],
]);

function flavorVerdict(
  { flavor, userNameAttribute }: Config['am'],
  products: readonly Flavor[],
): string {
  const [first = flavor] = products;
  // A self-managed AM beside IDM has UUIDs, too, where the configuration says so.
  const isNamed = flavor === 'pingam' && userNameAttribute === 'fr-idm-uuid';
  if (products.includes(flavor) || (first === 'aic' && isNamed)) return `${flavor}, as AM answers`;
  throw new Finding(`AM answers as ${products.join(' or ')} does, and AM_FLAVOR is ${flavor}`);
}

/** The version that AM tells the service credential; null where it tells none, which is no mistake. */
async function versionOf(am: OpenAm): Promise<string | null> {
  try {
    return await am.version();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return null;
  }
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

/** What a certificate of an authority that is not known is refused with. */
const unknownAuthority = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

function reasonOf(error: unknown): string {
  if (error instanceof Failure) {
    const told = error.detail ?? error.message;
    const cause = causeOf(error);
    return cause === null || told.includes(cause) ? told : `${told} (${cause})`;
  }
  if (!isNativeError(error)) return String(error);
  if (!('code' in error)) return error.message;
  const code = String(error.code);
  if (unknownAuthority.includes(code)) {
    return `the authority of its certificate is not known; name it in AM_CA_FILE (${code})`;
  }
  // OpenSSL's own message has addresses and line numbers in it.
  const told = 'reason' in error && 'library' in error ? String(error.reason) : error.message;
  return `${told} (${code})`;
}
