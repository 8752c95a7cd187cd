import type { Realms } from '../domain/realm.ts';
import { signalKinds } from '../domain/signal.ts';
import { subjectFormats, type SignalStream } from '../domain/signal-stream.ts';
import { baseUrl, isLoopback, realmIssuer } from './network-readers.ts';
import { option, type OptionTree, type Reader, type Values } from './option.ts';
import { InvalidValue } from './problem.ts';
import { listOf } from './readers.ts';
import { signingKeys } from './signing-keys.ts';

/** A value of a stream. */
export interface OfStream<T> {
  readonly name: string;
  readonly value: T;
}

/** A stream's name and a value. Problems do not quote it, because it may be a secret. */
function ofStream<T>(example: string, read: (text: string) => T | undefined): Reader<OfStream<T>> {
  return (given) => {
    const [, name, text = ''] = /^([a-z0-9-]{1,32})=(.+)$/.exec(given) ?? [];
    const value = name === undefined ? undefined : read(text);
    if (name !== undefined && value !== undefined) return { name, value };
    throw new InvalidValue(`expected names of streams and values like ${example}, comma-separated`);
  };
}

/** Where events are pushed to; null for a stream whose receiver polls. */
const delivery = ofStream(
  'okta=push:https://…',
  (text): { readonly push: URL | null } | undefined => {
    if (text === 'poll') return { push: null };
    const [, address = ''] = /^push:(\S+)$/.exec(text) ?? [];
    const url = URL.canParse(address) ? new URL(address) : undefined;
    const isGood = url !== undefined && /^https?:$/.test(url.protocol) && url.hash === '';
    return isGood && url.username + url.password === '' ? { push: url } : undefined;
  },
);

const audience = ofStream('okta=https://example.okta.com', (text) =>
  /^\S{1,512}$/.test(text) ? text : undefined,
);

const kind = ofStream(`okta=${signalKinds[0]}`, (text) => signalKinds.find((one) => one === text));

const subjectFormat = ofStream('okta=email', (text) => subjectFormats.find((one) => one === text));

/** What a receiver sends as `Authorization: Bearer …` (RFC 6750 §2.1). */
const token = ofStream('okta=…, with at least 32 characters', (text) =>
  /^[\w.~+/-]{32,512}=*$/.test(text) ? text : undefined,
);

const authorization = ofStream('okta=Bearer …', (text) =>
  /^[\w-]+ [\x21-\x7e]{1,4096}$/.test(text) ? text : undefined,
);

/** The options of Shared Signals (SSF 1.0, CAEP 1.0). */
export const sharedSignalsOptions = {
  streams: option('SSF_STREAMS', listOf(delivery), {
    absent: 'no signals are sent',
    meaning:
      'The streams of Shared Signals: `okta=push:https://…` or `siem=poll`, comma-separated. Needs the ledger.',
    secret: true,
  }),
  issuer: option('SSF_ISSUER', baseUrl, {
    absent: '`PUBLIC_URL`',
    meaning:
      "The issuer of the signals, which is also the address of the stream endpoints: the gateway's https address for receivers.",
  }),
  signingKeys: option('SSF_SIGNING_KEYS', signingKeys, {
    absent: 'no stream can be used',
    meaning:
      'The private RSA keys that sign signals, as a JWK set or as PEM blocks. The first one signs; the public part of all is published.',
    secret: true,
    live: true,
  }),
  audiences: option('SSF_AUDIENCES', listOf(audience), {
    default: '',
    meaning: 'The audience (`aud`) of each stream: `okta=https://example.okta.com`.',
  }),
  events: option('SSF_EVENTS', listOf(kind), {
    default: '',
    meaning:
      'Restricts a stream to some events: `okta=credential-change,okta=session-revoked`. A stream that is not named gets all.',
  }),
  subjectIssuers: option('SSF_SUBJECT_ISSUERS', listOf(realmIssuer), {
    default: '',
    meaning:
      "The issuer of the people of each realm, as their receivers know it. The default is the realm's issuer of `PAGES_ISSUERS`.",
  }),
  subjectFormats: option('SSF_SUBJECT_FORMATS', listOf(subjectFormat), {
    default: '',
    meaning:
      "How a stream names people: `okta=email` sends the address that AM holds in `NOTIFY_ATTRIBUTES`. A stream that is not named gets `iss_sub`: the issuer and AM's user id.",
  }),
  tokens: option('SSF_TOKENS', listOf(token), {
    absent: 'receivers cannot call the stream endpoints',
    meaning:
      'The bearer tokens by which receivers call the stream endpoints: `siem=…`, comma-separated. Several of one name are all accepted.',
    secret: true,
    live: true,
  }),
  pushAuthorization: option('SSF_PUSH_AUTHORIZATION', listOf(authorization), {
    absent: 'signals are pushed without an `Authorization` header',
    meaning:
      'The `Authorization` header that each receiver of pushed signals expects: `okta=Bearer …`.',
    secret: true,
    live: true,
  }),
} satisfies OptionTree;

interface SharedSignalsContext {
  readonly isRecorded: boolean;
  readonly production: boolean;
  readonly publicUrl: string | undefined;
  readonly realms: Realms;
  /** The issuers of the pages' sign-in, by realm. */
  readonly pageIssuers: ReadonlyMap<string, string>;
  readonly allowsPrivate: boolean;
  readonly hasService: boolean;
  /** The attributes in AM with the mail addresses of a person. */
  readonly addresses: readonly string[];
  readonly problems: string[];
}

/** Returns the streams and what they share; undefined without streams. */
export function sharedSignalsConfig(
  given: Values<typeof sharedSignalsOptions>,
  context: SharedSignalsContext,
) {
  const { streams: listed = [], signingKeys: keys } = given;
  if (listed.length === 0) return undefined;
  const issuer = given.issuer?.href.replace(/\/$/, '') ?? context.publicUrl;
  context.problems.push(
    ...streamProblems(given, context),
    ...issuerProblems(issuer, context),
    ...subjectProblems(given, context),
    ...addressProblems(given, context),
  );
  if (issuer === undefined || keys === undefined) return undefined;
  return {
    issuer,
    keys: () => keys.current,
    allowsPrivate: context.allowsPrivate,
    addresses: context.addresses,
    subjectIssuers: subjectIssuersOf(given, context),
    streams: listed.map((stream) => streamConfig(stream, given)),
  };
}

type Given = Values<typeof sharedSignalsOptions>;
export type SharedSignalsConfig = NonNullable<ReturnType<typeof sharedSignalsConfig>>;

function streamConfig({ name, value }: OfStream<{ readonly push: URL | null }>, given: Given) {
  const { audiences, events, subjectFormats: formats, tokens, pushAuthorization } = given;
  const kinds = valuesOf(events, name);
  return {
    name,
    push: value.push,
    audience: valuesOf(audiences, name)[0] ?? '',
    kinds: kinds.length > 0 ? kinds : signalKinds,
    subjectFormat: valuesOf(formats, name)[0] ?? 'iss_sub',
    tokens: () => valuesOf(tokens?.current ?? [], name),
    authorization: () => valuesOf(pushAuthorization?.current ?? [], name)[0],
  } satisfies SignalStream;
}

function valuesOf<T>(list: readonly OfStream<T>[], name: string): T[] {
  return list.filter((one) => one.name === name).map(({ value }) => value);
}

function streamProblems(
  given: Given,
  { isRecorded, production, allowsPrivate }: SharedSignalsContext,
): string[] {
  const { streams = [], audiences, events, tokens, pushAuthorization, signingKeys: keys } = given;
  const names = streams.map(({ name }) => name);
  const problems = isRecorded ? [] : ['SSF_STREAMS: LEDGER=off records no change to signal'];
  if (keys === undefined) problems.push('SSF_SIGNING_KEYS: missing beside SSF_STREAMS');
  for (const name of new Set(names)) {
    if (names.indexOf(name) !== names.lastIndexOf(name))
      problems.push(`SSF_STREAMS: "${name}" is given twice`);
    if (valuesOf(audiences, name).length !== 1)
      problems.push(`SSF_AUDIENCES: "${name}" needs one audience`);
  }
  for (const { name, value } of streams) {
    const { push } = value;
    if (push === null && valuesOf(tokens?.current ?? [], name).length === 0)
      problems.push(`SSF_TOKENS: "${name}" has no token, so its receiver cannot poll`);
    const isLocal = push !== null && allowsPrivate && isLoopback(push.hostname);
    if (production && push?.protocol === 'http:' && !isLocal)
      problems.push(
        `SSF_STREAMS: plain http of "${name}" is refused with NODE_ENV=production; names of people would travel in the clear`,
      );
  }
  const others = {
    SSF_AUDIENCES: audiences,
    SSF_EVENTS: events,
    SSF_SUBJECT_FORMATS: given.subjectFormats,
    SSF_TOKENS: tokens?.current ?? [],
    SSF_PUSH_AUTHORIZATION: pushAuthorization?.current ?? [],
  };
  for (const [optionName, list] of Object.entries(others))
    for (const { name } of list)
      if (!names.includes(name)) problems.push(`${optionName}: SSF_STREAMS has no "${name}"`);
  return problems;
}

function issuerProblems(
  issuer: string | undefined,
  { production }: SharedSignalsContext,
): string[] {
  if (issuer === undefined)
    return ['SSF_ISSUER: missing beside SSF_STREAMS, as PUBLIC_URL is not set'];
  if (!production || issuer.startsWith('https:')) return [];
  return ['SSF_ISSUER: plain http is refused with NODE_ENV=production; signals could be forged'];
}

function subjectProblems(given: Given, context: SharedSignalsContext): string[] {
  const issuers = subjectIssuersOf(given, context);
  const { realms } = context;
  return [
    ...realms.all
      .filter(({ name }) => !issuers.has(name))
      .map(({ name }) => `SSF_SUBJECT_ISSUERS: missing for the realm "${name}"`),
    ...[...issuers.keys()]
      .filter((name) => realms.byName(name) === undefined)
      .map((name) => `SSF_SUBJECT_ISSUERS: the realm "${name}" is not served; see AM_REALMS`),
  ];
}

function addressProblems(
  { streams = [], subjectFormats: formats }: Given,
  { hasService }: SharedSignalsContext,
): string[] {
  const problems = streams
    .filter(({ name }) => valuesOf(formats, name).length > 1)
    .map(({ name }) => `SSF_SUBJECT_FORMATS: "${name}" is given twice`);
  if (!hasService && formats.some(({ value }) => value === 'email'))
    problems.push(
      'SSF_SUBJECT_FORMATS: the service credential reads addresses; set AM_SERVICE_USERNAME or AM_SERVICE_ACCOUNT_ID',
    );
  return problems;
}

function subjectIssuersOf(
  { subjectIssuers }: Given,
  { pageIssuers }: SharedSignalsContext,
): ReadonlyMap<string, string> {
  const own = subjectIssuers.map(({ realm, issuer }) => [realm, issuer] as const);
  return new Map([...pageIssuers, ...own]);
}
