import type { Realms } from '../../domain/people/realm.ts';
import { signalKinds } from '../../domain/outbox/signal.ts';
import type { SignalStream } from '../../domain/outbox/signal-stream.ts';
import { baseUrl, realmIssuer } from '../things/network-readers.ts';
import {
  plainReceivers,
  servedRealms,
  serviceGiven,
  type SectionContext,
} from '../things/section-context.ts';
import { option, type OptionTree, type Values } from '../values/option.ts';
import { distinct, listOf, nameOf } from '../values/parts.ts';
import { signingKeys } from '../values/signing-keys.ts';
import {
  audience,
  authorization,
  delivery,
  kind,
  subjectFormat,
  token,
} from '../things/stream-parts.ts';

/** The options of Shared Signals (SSF 1.0, CAEP 1.0). */
export const sharedSignalsOptions = {
  streams: option('SSF_STREAMS', distinct(listOf(delivery), nameOf), {
    needs: ['SSF_SIGNING_KEYS', 'SSF_ISSUER|PUBLIC_URL'],
    absent: 'no signals are sent',
    isList: true,
    file: 'streams',
    meaning:
      'The streams of Shared Signals, each with a name. `push` is the address of the receiver; without it the receiver polls.',
    secret: true,
  }),
  issuer: option('SSF_ISSUER', baseUrl, {
    idleWithout: 'SSF_STREAMS',
    plainHttp: { risk: 'signals could be forged' },
    absent: '`PUBLIC_URL`',
    meaning:
      "The issuer of the signals, which is also the address of the stream endpoints: the gateway's https address for receivers.",
  }),
  signingKeys: option('SSF_SIGNING_KEYS', signingKeys, {
    idleWithout: 'SSF_STREAMS',
    absent: 'no stream can be used',
    meaning:
      'The private RSA keys that sign signals, as a JWK set or as PEM blocks. The first one signs; the public part of all is published.',
    secret: true,
    live: true,
  }),
  audiences: option('SSF_AUDIENCES', distinct(listOf(audience), nameOf), {
    refersTo: { list: 'SSF_STREAMS', key: 'name' },
    default: '',
    isList: true,
    file: 'streams',
    meaning: 'The audience (`aud`) of a stream: `https://example.okta.com`.',
  }),
  events: option('SSF_EVENTS', listOf(kind), {
    refersTo: { list: 'SSF_STREAMS', key: 'name' },
    default: '',
    isList: true,
    file: 'streams',
    meaning:
      'Restricts a stream to some events: `[credential-change, session-revoked]`. Without it the stream gets all.',
  }),
  subjectIssuers: option('SSF_SUBJECT_ISSUERS', listOf(realmIssuer), {
    idleWithout: 'SSF_STREAMS',
    refersTo: servedRealms,
    default: '',
    isList: true,
    file: 'signals.subjectIssuers',
    meaning:
      "The issuer of the people of each realm, as their receivers know it: `{ realm: alpha, issuer: 'https://…' }`. The default is the realm's issuer of `pages.issuers`.",
  }),
  subjectFormats: option('SSF_SUBJECT_FORMATS', distinct(listOf(subjectFormat), nameOf), {
    needs: [`${serviceGiven} if SSF_SUBJECT_FORMATS=email: to read addresses`],
    refersTo: { list: 'SSF_STREAMS', key: 'name' },
    default: '',
    isList: true,
    file: 'streams',
    meaning:
      "How a stream names people: `email` sends the address that AM holds in `NOTIFY_ATTRIBUTES`. The default is `iss_sub`: the issuer and AM's user id.",
  }),
  tokens: option('SSF_TOKENS', listOf(token), {
    refersTo: { list: 'SSF_STREAMS', key: 'name' },
    absent: 'receivers cannot call the stream endpoints',
    isList: true,
    file: 'streams',
    meaning:
      'The bearer tokens by which a receiver calls the stream endpoints, as references. All are accepted.',
    secret: true,
    live: true,
  }),
  pushAuthorization: option('SSF_PUSH_AUTHORIZATION', distinct(listOf(authorization), nameOf), {
    refersTo: { list: 'SSF_STREAMS', key: 'name' },
    absent: 'signals are pushed without an `Authorization` header',
    isList: true,
    file: 'streams',
    meaning:
      'The `Authorization` header that a receiver of pushed signals expects (`Bearer …`), as a reference.',
    secret: true,
    live: true,
  }),
} satisfies OptionTree;

interface SharedSignalsContext extends SectionContext {
  readonly publicUrl: string | undefined;
  readonly realms: Realms;
  /** The issuers of the pages' sign-in, by realm. */
  readonly pageIssuers: ReadonlyMap<string, string>;
  readonly allowsPrivate: boolean;
  /** The attributes in AM with the mail addresses of a person. */
  readonly addresses: readonly string[];
}

/** Returns the streams and what they share; undefined without streams. */
export function sharedSignalsConfig(
  given: Values<typeof sharedSignalsOptions>,
  context: SharedSignalsContext,
) {
  const { streams: listed = [], signingKeys: keys } = given;
  if (listed.length === 0) return undefined;
  const issuer = given.issuer?.href.replace(/\/$/, '') ?? context.publicUrl;
  context.problems.push(...streamProblems(given, context), ...subjectProblems(given, context));
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
type Delivery = ReturnType<typeof delivery>;

function streamConfig({ name, push }: Delivery, given: Given) {
  const { audiences, events, subjectFormats: formats, tokens, pushAuthorization } = given;
  const kinds = ofName(events, name).flatMap((one) => one.events);
  return {
    name,
    push,
    audience: ofName(audiences, name)[0]?.audience ?? '',
    kinds: kinds.length > 0 ? kinds : signalKinds,
    subjectFormat: ofName(formats, name)[0]?.subjectFormat ?? 'iss_sub',
    tokens: () => ofName(tokens?.current, name).flatMap((one) => one.tokens),
    authorization: () => ofName(pushAuthorization?.current, name)[0]?.authorization,
  } satisfies SignalStream;
}

/** Returns the items of a stream. */
function ofName<T extends { readonly name: string }>(
  list: readonly T[] = [],
  name: string,
): readonly T[] {
  return list.filter((one) => one.name === name);
}

function streamProblems(
  given: Given,
  { production, allowsPrivate }: SharedSignalsContext,
): string[] {
  const { streams = [], audiences, tokens } = given;
  const names = streams.map(({ name }) => name);
  const problems: string[] = [];
  for (const name of new Set(names))
    if (ofName(audiences, name).length !== 1)
      problems.push(`SSF_AUDIENCES: "${name}" needs one audience`);
  for (const { name, push } of streams)
    if (push === null && ofName(tokens?.current, name).length === 0)
      problems.push(`SSF_TOKENS: "${name}" has no token, so its receiver cannot poll`);
  const pushed = streams.flatMap(({ name, push }) => (push === null ? [] : [{ name, url: push }]));
  problems.push(...plainReceivers('SSF_STREAMS', pushed, { production, allowsPrivate }));
  return problems;
}

function subjectProblems(given: Given, context: SharedSignalsContext): string[] {
  const issuers = subjectIssuersOf(given, context);
  return context.realms.all
    .filter(({ name }) => !issuers.has(name))
    .map(
      ({ name }) =>
        `SSF_SUBJECT_ISSUERS: missing for the realm "${name}", which PAGES_ISSUERS does not name`,
    );
}

function subjectIssuersOf(
  { subjectIssuers }: Given,
  { pageIssuers }: SharedSignalsContext,
): ReadonlyMap<string, string> {
  const own = subjectIssuers.map((one) => [one.realm, one.issuer] as const);
  return new Map([...pageIssuers, ...own]);
}
