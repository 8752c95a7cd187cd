import { eventUris, supportedEvents } from './event-claims.ts';
import type { SignalStream } from '../domain/outbox/signal-stream.ts';
import type { Transmitter } from './transmitter.ts';

/** The delivery methods (SSF 1.0 §6.1). */
const deliveryMethods = { push: 'urn:ietf:rfc:8935', poll: 'urn:ietf:rfc:8936' } as const;

/** The paths of the endpoints, on the host of the issuer. */
export const endpointPaths = {
  keys: '/ssf/jwks',
  configuration: '/ssf/stream',
  status: '/ssf/status',
  verification: '/ssf/verification',
  poll: '/ssf/poll',
} as const;

/** How often a receiver may request a verification event, in seconds. */
export const verificationSeconds = 30;

/**
 * Returns the path of the metadata: the issuer's own path follows the well-known one (SSF 1.0
 * §7.2.1).
 */
export function metadataPath(issuer: string): string {
  return `/.well-known/ssf-configuration${new URL(issuer).pathname.replace(/\/$/, '')}`;
}

/** Returns the metadata of the transmitter (SSF 1.0 §7.1). */
export function metadataOf({ issuer }: Pick<Transmitter, 'issuer'>): object {
  return {
    spec_version: '1_0',
    issuer,
    jwks_uri: urlOf(issuer, endpointPaths.keys),
    delivery_methods_supported: Object.values(deliveryMethods),
    configuration_endpoint: urlOf(issuer, endpointPaths.configuration),
    status_endpoint: urlOf(issuer, endpointPaths.status),
    verification_endpoint: urlOf(issuer, endpointPaths.verification),
    authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6750' }],
    default_subjects: 'ALL',
  };
}

/**
 * Returns the configuration of a stream as its receiver reads it (SSF 1.0 §8.1.1). The header of a
 * push is not shown.
 */
export function configurationOf(stream: SignalStream, issuer: string): object {
  const { name, push, audience, kinds } = stream;
  const delivery =
    push === null
      ? { method: deliveryMethods.poll, endpoint_url: urlOf(issuer, pollPath(stream)) }
      : { method: deliveryMethods.push, endpoint_url: push.href };
  const events = kinds.map((kind) => eventUris[kind]);
  return {
    stream_id: name,
    iss: issuer,
    aud: audience,
    delivery,
    events_supported: supportedEvents,
    events_requested: events,
    events_delivered: events,
    min_verification_interval: verificationSeconds,
  };
}

/** Returns the path at which a receiver polls. */
export function pollPath({ name }: Pick<SignalStream, 'name'>): string {
  return `${endpointPaths.poll}/${name}`;
}

function urlOf(issuer: string, path: string): string {
  return new URL(path, issuer).href;
}
