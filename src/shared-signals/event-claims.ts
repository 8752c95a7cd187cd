import { roleTraits } from '../domain/people/caller.ts';
import type { Intent, RecordedChange } from '../domain/change/change-record.ts';
import type { SignalEvent } from '../domain/outbox/outbox.ts';
import { effectTraits } from '../domain/policy/effects.ts';
import { signalKinds } from '../domain/outbox/signal.ts';

const caepEvents = 'https://schemas.openid.net/secevent/caep/event-type/';
const streamEvents = 'https://schemas.openid.net/secevent/ssf/event-type/';

/** The URIs of the kinds of events (CAEP 1.0 §3; SSF 1.0 §8.1.4, §8.1.5). */
export const eventUris: Readonly<Record<SignalEvent['kind'], string>> = {
  'credential-change': `${caepEvents}credential-change`,
  'session-revoked': `${caepEvents}session-revoked`,
  verification: `${streamEvents}verification`,
  'stream-updated': `${streamEvents}stream-updated`,
};

/** The events that a stream can deliver, by their URIs. */
export const supportedEvents: readonly string[] = signalKinds.map((kind) => eventUris[kind]);

/** What the claims of a SET are made from, besides its event. */
export interface ClaimsContext {
  readonly issuer: string;
  readonly audience: string;
  /** The subject identifier: the person, or the stream itself. */
  readonly subject: Claims;
}

type Claims = Readonly<Record<string, unknown>>;

/**
 * Returns the claims of a SET, the same for each attempt. A SET has one event, no `sub` and no
 * `exp` (SSF 1.0 §4.1).
 */
export function claimsOf(
  { id, event }: { readonly id: string; readonly event: SignalEvent },
  { issuer, audience, subject }: ClaimsContext,
): Claims {
  const common = { iss: issuer, jti: id, aud: audience, sub_id: subject };
  switch (event.kind) {
    case 'credential-change': {
      const { credentialType, changeType, friendlyName, change } = event;
      const own = {
        credential_type: credentialType,
        change_type: changeType,
        ...(friendlyName !== null && { friendly_name: friendlyName }),
      };
      return aboutPerson(common, event.kind, { change, own });
    }
    case 'session-revoked':
      return aboutPerson(common, event.kind, { change: event.change, own: {} });
    case 'verification':
      return aboutStream(common, event, event.state === null ? {} : { state: event.state });
    case 'stream-updated':
      return aboutStream(common, event, { status: event.status });
  }
}

function aboutPerson(
  common: Claims,
  kind: SignalEvent['kind'],
  { change, own }: { readonly change: RecordedChange; readonly own: Claims },
): Claims {
  const { id, intent, outcome } = change;
  const at = secondsOf(Date.parse(outcome?.at ?? change.at));
  return {
    ...common,
    iat: at,
    txn: id,
    events: {
      [eventUris[kind]]: {
        ...own,
        event_timestamp: at,
        initiating_entity: roleTraits[intent.actor.role].isSelf ? 'user' : 'admin',
        reason_admin: { en: reasonOf(id, intent) },
      },
    },
  };
}

function aboutStream(
  common: Claims,
  { kind, at }: { readonly kind: SignalEvent['kind']; readonly at: number },
  own: Claims,
): Claims {
  return { ...common, iat: secondsOf(at), events: { [eventUris[kind]]: own } };
}

/**
 * The reason that the profile requires. The text that staff typed may name people, so that a
 * receiver only gets the reference number, by which the deployment finds it.
 */
function reasonOf(reference: string, { effect, actor }: Intent): string {
  return `${effectTraits[effect].deed} by ${roleTraits[actor.role].actor}, reference ${reference}`;
}

function secondsOf(milliseconds: number): number {
  return Math.floor(milliseconds / 1_000);
}
