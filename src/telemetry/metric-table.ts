import type { MaybePromise } from '../domain/values/maybe-promise.ts';

/** What is known of a metric before it has figures. */
interface MetricFacts {
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
}

const ofPart = ['realm', 'url_template'] as const;
const gauge = <const L extends readonly string[]>(help: string, ...labels: L) =>
  ({ type: 'gauge', help, labels }) as const;
const counter = <const L extends readonly string[]>(help: string, ...labels: L) =>
  ({ type: 'counter', help, labels }) as const;
const histogram = <const L extends readonly string[]>(help: string, ...labels: L) =>
  ({ type: 'histogram', help, labels }) as const;

/**
 * Every metric of the gateway, besides those of Node, which the library adds. A metric that is not
 * here cannot be registered; a test compares them with the panels of the dashboard.
 */
export const metricTable = {
  http_server_request_duration_seconds: histogram(
    'How long requests took.',
    'http_request_method',
    'http_route',
    'http_response_status_code',
  ),
  http_client_request_duration_seconds: histogram(
    'How long calls to AM and to the token issuer took, their retry included.',
    'http_request_method',
    'url_template',
    'http_response_status_code',
    'error_type',
  ),
  identity_gateway_operation_duration_seconds: histogram(
    'How long GraphQL operations took, by name if they are trusted.',
    'graphql_operation_type',
    'graphql_operation_name',
  ),
  identity_gateway_ledger_duration_seconds: histogram(
    'How long the ledger took.',
    'operation',
    'result',
  ),
  identity_gateway_info: gauge('The running version.', 'version'),
  identity_gateway_readings_failed_total: counter(
    'Figures that could not be read when the metrics were requested, and were left out.',
    'metric',
  ),
  identity_gateway_ready: gauge('Whether requests can be served, by the last check: 1 or 0.'),
  identity_gateway_degraded: gauge('How many parts do not work although requests are served.'),
  identity_gateway_clock_offset_seconds: gauge(
    "How far the clock of AM or of the database is ahead of this machine's, at least.",
    'of',
  ),
  identity_gateway_requests_in_flight: gauge('Requests without an answer.'),
  identity_gateway_connections: gauge('Open connections of clients.'),
  identity_gateway_busy: gauge('Whether the process has as much to do as it can: 1 or 0.'),
  identity_gateway_requests_shed_total: counter(
    'Requests that were refused because of load.',
    'priority',
  ),
  identity_gateway_errors_total: counter('Errors in responses to clients, by code.', 'code'),
  identity_gateway_cache_requests_total: counter('Look-ups in the caches.', 'cache', 'result'),
  identity_gateway_security_events_total: counter('Security events, by type.', 'type'),
  identity_gateway_log_lines_dropped_total: counter('Log lines that the target did not take.'),
  identity_gateway_enrolment_decisions_total: counter(
    'Answers to AM before it registers a device.',
    'decision',
  ),
  identity_gateway_enrolment_codes_total: counter(
    'Setup codes that users entered after AM had asked for one.',
  ),
  identity_gateway_upstream_calls_in_flight: gauge('Calls to AM without an answer.'),
  identity_gateway_upstream_waiting: gauge('Calls to AM that wait for a slot.', ...ofPart),
  identity_gateway_upstream_breaker_open: gauge(
    'Whether calls to a part of AM are paused because it fails: 1 or 0.',
    ...ofPart,
  ),
  identity_gateway_upstream_refused_total: counter(
    'Calls to AM that were not sent: too many are under way, or the breaker is open.',
    ...ofPart,
    'reason',
  ),
  identity_gateway_upstream_retries_total: counter(
    'Calls to AM that were sent again.',
    'url_template',
  ),
  identity_gateway_upstream_unreadable_members_total: counter(
    'Members in answers of AM that cannot be read and count as absent.',
    'subject',
    'member',
  ),
  identity_gateway_changes_total: counter('Changes that have ended.', 'effect', 'kind', 'outcome'),
  identity_gateway_ledger_outcomes_total: counter('Where outcomes of changes went.', 'result'),
  identity_gateway_ledger_spool_bytes: gauge('Outcomes that wait on disk.'),
  identity_gateway_ledger_spool_damaged_files: gauge(
    'Files of outcomes on disk that cannot be read, and wait for an operator.',
  ),
  identity_gateway_ledger_unreadable_changes: gauge(
    'Changes that lists left out since the start: of a newer version, or altered.',
  ),
  identity_gateway_pending_changes: gauge('Requested changes that wait for a second person.'),
  identity_gateway_pending_change_states_total: counter(
    'States that requested changes have entered.',
    'state',
  ),
  identity_gateway_threat_level: gauge(
    'The threat level of a realm: 0 normal, 1 guarded, 2 locked, 3 frozen.',
    'realm',
  ),
  identity_gateway_campaigns_running: gauge('Campaigns whose dry run or reset is under way.'),
  identity_gateway_campaigns_held: gauge('Running campaigns that reset no one now.'),
  identity_gateway_campaigns_people_waiting: gauge(
    'People that running campaigns have not reached.',
  ),
  identity_gateway_campaigns_people_failed: gauge('People of running campaigns who failed.'),
  identity_gateway_outbox_attempts_total: counter(
    'Attempts to deliver a message.',
    'channel',
    'result',
  ),
  identity_gateway_outbox_waiting: gauge('Messages that wait to be delivered.', 'channel'),
  identity_gateway_outbox_oldest_seconds: gauge('The age of the oldest one.', 'channel'),
  identity_gateway_outbox_off: gauge('Whether a receiver refuses all messages: 1 or 0.', 'channel'),
  identity_gateway_audit_log_attempts_total: counter(
    'Attempts to write records to the audit log.',
    'result',
  ),
  identity_gateway_audit_log_waiting: gauge('Records that are not in the audit log yet.'),
  identity_gateway_audit_log_oldest_seconds: gauge(
    'The age of the oldest record that is not in the audit log yet.',
  ),
} as const satisfies Readonly<Record<string, MetricFacts>>;

export type MetricName = keyof typeof metricTable;
type NameOf<Type extends MetricFacts['type']> = {
  [Name in MetricName]: (typeof metricTable)[Name]['type'] extends Type ? Name : never;
}[MetricName];
export type LabelOf<Name extends MetricName> = (typeof metricTable)[Name]['labels'][number];

export type HistogramName = NameOf<'histogram'>;
export type CounterName = NameOf<'counter'>;
export type GaugeName = NameOf<'gauge'>;
/** The gauges without labels. */
export type FigureName = {
  [Name in GaugeName]: [LabelOf<Name>] extends [never] ? Name : never;
}[GaugeName];

/** A figure that is read when the metrics are requested. */
export type Reading<Name extends MetricName> = readonly [
  labels: Readonly<Record<LabelOf<Name>, string>>,
  value: number,
];
export type Read<Name extends MetricName> = () => MaybePromise<Iterable<Reading<Name>>>;
