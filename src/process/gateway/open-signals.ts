import type { Config } from '../../config/load-config.ts';
import type { Outbox } from '../../domain/outbox/outbox.ts';
import type { Channel } from '../../notices/channel.ts';
import type { SignalRoutes } from '../../server/graphql-endpoint.ts';
import { contactReader, type ContactSources } from './open-mail.ts';
import { PushChannel } from '../../shared-signals/push-channel.ts';
import { createSignalRoutes } from '../../shared-signals/routes.ts';
import type { ReadContact } from '../../shared-signals/subject.ts';
import { Transmitter } from '../../shared-signals/transmitter.ts';

type SignalsConfig = Pick<Config, 'sharedSignals' | 'limits' | 'access'>;

/** What the transmitter needs besides its configuration. */
export interface SignalParts {
  readonly outbox: Outbox;
  readonly now: () => number;
  readonly am: ContactSources['am'];
}

/** The parts of the transmitter of Shared Signals. */
export interface OpenSignals {
  readonly routes: SignalRoutes;
  readonly pushed: readonly Channel[];
  /** Starts to give up what has waited for three days. */
  start(): void;
  /** Answers the polls that wait. */
  drain(): void;
}

/** How often to give up what has waited for too long, in milliseconds. */
const expireEveryMs = 60_000;

/** Opens the transmitter; undefined if there are no streams. */
export function openSignals(
  { sharedSignals, limits, access: { realms } }: SignalsConfig,
  { outbox, now, am }: SignalParts,
): OpenSignals | undefined {
  if (sharedSignals === undefined) return undefined;
  const { streams, allowsPrivate } = sharedSignals;
  const { addresses } = sharedSignals;
  // Only the address is read: a signal has no language and no manager.
  const attributes = { addresses, language: undefined, manager: undefined };
  const readContact: ReadContact = ({ intent }) =>
    contactReader(attributes, { am, realms }, intent)(intent.target);
  const transmitter = new Transmitter({ ...sharedSignals, readContact });
  const stopping = new AbortController();
  const bodyLimit = limits.bodyBytes;
  const names = streams.map(({ name }) => name);
  // While the ledger is away nothing expires; readiness reports it.
  const expire = (): void => void outbox.streams.expire(names).catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  return {
    routes: createSignalRoutes({
      transmitter,
      outbox,
      bodyLimit,
      now,
      stopping: stopping.signal,
    }),
    pushed: streams.flatMap((stream) => {
      const { push: url } = stream;
      if (url === null) return [];
      return [new PushChannel({ stream, url, transmitter, allowsPrivate, now })];
    }),
    start: () => {
      expire();
      timer = setInterval(expire, expireEveryMs).unref();
    },
    drain: () => {
      clearInterval(timer);
      stopping.abort();
    },
  };
}
