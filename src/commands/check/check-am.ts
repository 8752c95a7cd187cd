import type { OpenAm } from '../../am/index.ts';
import type { Config } from '../../config/load-config.ts';
import { ownChangeRules, type OwnChangeRule } from '../../domain/people/assurance.ts';
import { enrolmentPath } from '../../domain/enrolment/decision.ts';
import { mostOffsetMs } from '../../domain/values/clock-offset.ts';
import { Failure } from '../../domain/values/failure.ts';
import { readInfo } from '../line/command-am.ts';
import { Blocking, Finding, reach, reasonOf, type Check, type Stages } from '../line/finding.ts';

/** What the gateway depends on at AM, in stages. */
export function amChecks(config: Config, am: OpenAm, url: URL): Stages {
  const { am: options, access, callers } = config;
  const { realms } = access;
  const { service } = callers;
  let connected: Promise<Info> | undefined;
  const connect = (): Promise<Info> => (connected ??= connectTo(url, am));
  return [
    [
      [
        'connection',
        async () => {
          await connect().catch((error: unknown) => {
            throw new Blocking(reasonOf(error));
          });
          return url.protocol === 'https:' ? `${url.host} answers by TLS` : `${url.host} answers`;
        },
      ],
    ],
    [
      ['clock', async () => clockOf(await connect())],
      ...realms.all.map((realm): Check => [
        `realm ${realm.name} (${realm.path})`,
        async () => {
          await am.wrongFlavor(realm).catch((error: unknown) => {
            const text = `AM_URL or AM_REALMS: AM does not serve it: ${reasonOf(error)}`;
            throw realm === realms.default ? new Blocking(text) : new Finding(text);
          });
          return 'AM serves it';
        },
      ]),
    ],
    [
      ['session cookie', async () => am.cookieName()],
      [
        'flavour',
        async () => {
          const problem = await am.wrongFlavor(realms.default);
          if (problem !== null) throw new Blocking(problem);
          return `${options.flavor}, as AM answers`;
        },
      ],
    ],
    [['service credential and groups', () => checkService(am, service)]],
    [
      ...registrationChecks(config, am),
      ...(realms.all.length > 1 && service !== undefined ? [directoryCheck(am)] : []),
      ...(service === undefined || options.flavor === 'openam' ? [] : ruleChecks(access, am)),
      ['version', () => checkVersion(am)],
    ],
  ];
}

/** Problems of groups; their details name the option and the group. */
const ofGroups: readonly string[] = ['PRIVILEGE_UNKNOWN', 'AREA_UNKNOWN', 'GROUP_NOT_FOUND'];

async function checkService(am: OpenAm, service: Config['callers']['service']): Promise<string> {
  const problem = await am.serviceProblem();
  const account =
    service?.kind === 'password'
      ? 'AM_SERVICE_USERNAME, AM_SERVICE_PASSWORD and AM_SERVICE_REALM'
      : 'AM_SERVICE_ACCOUNT_ID and AM_SERVICE_ACCOUNT_KEY';
  if (problem?.code === 'SERVICE_CREDENTIAL_MISSING')
    throw new Blocking(`AM rejects it: check ${account}`);
  if (problem !== null) {
    const { code, detail = code, cause } = problem;
    // AM's own refusal can also mean that the account may not read groups.
    if (ofGroups.includes(code))
      throw new Finding(cause === undefined ? detail : `${detail}; check ${account}`);
    // The detail of a credential that is too weak names the option.
    throw new Blocking(/^[A-Z_]{4,}/.test(detail) ? detail : `check ${account}: ${detail}`);
  }
  if (service === undefined) return 'not configured, so groups cannot be read';
  return 'AM accepts it, and every required group exists';
}

/** Which realms have the same people. The other checks report why a realm cannot be read. */
function directoryCheck(am: OpenAm): Check {
  const check = async (): Promise<string> => {
    try {
      const shared = (await am.sharedDirectories()).map((names) => names.join(' and '));
      if (shared.length === 0) return 'each realm has people of its own';
      return `the people of ${shared.join(', and of ')} are the same`;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return `not compared: ${reasonOf(error)}`;
    }
  };
  return ['directories', check];
}

/** Whether AM's journeys have the rules for own changes that the gateway applies to tokens. */
function ruleChecks({ realms, ownChangeRule }: Config['access'], am: OpenAm): Check[] {
  return realms.all.map((realm): Check => [
    `own changes in ${realm.name}`,
    async () => {
      const rule = ownChangeRule(realm);
      const found = await am.service('check')?.signIns.nodeRules(realm);
      if (found === undefined || found === null)
        return `${rule}; not compared, because AM does not show its journeys to this account`;
      const strictness = (one: OwnChangeRule): number => ownChangeRules.indexOf(one);
      const loosest =
        found.toSorted((one, other) => strictness(other) - strictness(one))[0] ?? 'SAME';
      if (strictness(rule) <= strictness(loosest))
        return `${rule}; journeys of AM permit ${loosest}`;
      throw new Finding(
        `DEVICE_MANAGEMENT: ${rule} permits tokens more than AM's journeys permit sessions (${loosest})`,
      );
    },
  ]);
}

/** Whether AM asks the gateway wherever it registers devices, in each realm with setup codes. */
function registrationChecks(
  { access: { realms }, enrolment, proofs }: Config,
  am: OpenAm,
): Check[] {
  const rules = enrolment?.rules ?? [];
  const held = realms.all.filter(({ name }) => rules.some(({ realm = name }) => realm === name));
  // A journey for proofs requires a secret, and the gateway registers nothing.
  const proving: readonly string[] = Object.values(proofs?.journeys ?? {});
  return held.map((realm): Check => [
    `registrations in ${realm.name}`,
    async () => {
      const service = am.service('check');
      if (service === null) return 'not looked at, without a service credential';
      const found = await service.signIns.unasked(realm, enrolmentPath).catch((error: unknown) => {
        if (!(error instanceof Failure)) throw error;
        return reasonOf(error);
      });
      if (typeof found === 'string')
        return `not looked at, because AM does not show them: ${found}`;
      const open = found.filter((name) => !proving.includes(name));
      if (open.length === 0) return 'AM asks the gateway before each of them';
      throw new Finding(
        `enrolment.rules: devices are registered without a question to the gateway by ${open.join(', ')}`,
      );
    },
  ]);
}

async function checkVersion(am: OpenAm): Promise<string> {
  const version = await versionOf(am);
  if (version === null) return 'AM reports it to administrators only';
  const problem = am.wrongVersion(version);
  if (problem !== null) throw new Finding(problem);
  return version;
}

/** The version that AM reports to the service credential; null if AM does not report it. */
async function versionOf(am: OpenAm): Promise<string | null> {
  try {
    return await am.version();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return null;
  }
}

type Info = Awaited<ReturnType<OpenAm['sendOutside']>>;

/** @throws Finding if something else than AM answers, or nothing */
async function connectTo(url: URL, am: Pick<OpenAm, 'sendOutside'>): Promise<Info> {
  const server = { option: 'AM_URL', caOption: 'AM_CA_FILE', url };
  const info = await reach(server, () => readInfo(url.href, am));
  const { status, headers } = info;
  if (status >= 300 && status < 400) {
    const [place = ''] = String(headers['location'] ?? '').split('?');
    const target = place === '' ? '' : ` to ${place}`;
    throw new Finding(
      `AM_URL: a redirect${target} answers, and not AM; name AM itself, not a sign-in page in front of it`,
    );
  }
  if (String(headers['content-type']).startsWith('text/html')) {
    throw new Finding('AM_URL: a web page answers, and not AM; check the host and the deploy path');
  }
  return info;
}

function clockOf({ headers }: Info): string {
  const time = Date.parse(String(headers['date']));
  const skew = Number.isNaN(time) ? 0 : Math.round((time - Date.now()) / 1000);
  if (Math.abs(skew) * 1_000 <= mostOffsetMs) return `the clocks are ${skew} s apart`;
  throw new Finding(`the clocks are ${skew} s apart; set them by NTP`);
}

/** The URLs at which AM answers, if only its deploy path differs from the configured one. */
export async function otherAddresses(am: OpenAm, url: URL): Promise<string[]> {
  const others = ['/am', '/openam'].map((path) => `${url.origin}${path}`);
  const found = await Promise.all(
    others.map(async (other) => {
      // The request fails if there is no HTTP server at this address.
      const info = await readInfo(other, am).catch(() => null);
      return info?.status === 200 && info.text.includes('"cookieName"') && other !== url.href;
    }),
  );
  return others.filter((_other, index) => found[index]);
}
