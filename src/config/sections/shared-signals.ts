import type { Realms } from '../../domain/people/realm.ts';
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
import { stream } from '../things/stream.ts';

/** The options of Shared Signals (SSF 1.0, CAEP 1.0). */
export const sharedSignalsOptions = {
  streams: option('SSF_STREAMS', distinct(listOf(stream), nameOf), {
    needs: [
      'SSF_SIGNING_KEYS',
      'SSF_ISSUER|PUBLIC_URL',
      `${serviceGiven} if SSF_STREAMS=subjectFormat:email: to read addresses`,
    ],
    absent: 'no signals are sent',
    isList: true,
    file: 'streams',
    meaning: 'The streams of Shared Signals, each with a name.',
    secret: true,
    live: ['tokens', 'authorization'],
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
  subjectIssuers: option('SSF_SUBJECT_ISSUERS', listOf(realmIssuer), {
    idleWithout: 'SSF_STREAMS',
    refersTo: servedRealms,
    default: '',
    isList: true,
    file: 'signals.subjectIssuers',
    meaning:
      "The issuer of the people of each realm, as their receivers know it: `{ realm: alpha, issuer: 'https://…' }`. The default is the realm's issuer of `pages.issuers`.",
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
  const { streams, signingKeys: keys } = given;
  const { problems, production, allowsPrivate, addresses } = context;
  const listed = streams?.current ?? [];
  if (listed.length === 0) return undefined;
  const pushed = listed.flatMap(({ name, push }) => (push === null ? [] : [{ name, url: push }]));
  problems.push(
    ...plainReceivers('SSF_STREAMS', pushed, { production, allowsPrivate }),
    ...subjectProblems(given, context),
  );
  const issuer = given.issuer?.href.replace(/\/$/, '') ?? context.publicUrl;
  if (issuer === undefined || keys === undefined) return undefined;
  return {
    issuer,
    keys: () => keys.current,
    allowsPrivate,
    addresses,
    subjectIssuers: subjectIssuersOf(given, context),
    streams: listed.map(
      (one, index) =>
        ({
          ...one,
          tokens: () => streams?.current[index]?.tokens ?? [],
          authorization: () => streams?.current[index]?.authorization,
        }) satisfies SignalStream,
    ),
  };
}

type Given = Values<typeof sharedSignalsOptions>;

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
