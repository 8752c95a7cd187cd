import type { OptionGroup } from './option.ts';
import { longSecret } from './key-readers.ts';
import { addressRange, portOrOff } from './network-readers.ts';
import { listOf, oneOf, origin, textLike, wholeNumber } from './readers.ts';

/** The options of the process and its listener. */
export const gatewayOptions = {
  NODE_ENV: {
    read: oneOf(['development', 'test', 'production']),
    default: 'development',
    meaning:
      '`production` switches the sandbox, the explorer, introspection and unsafe settings off.',
  },
  PORT: {
    read: wholeNumber(0, 65_535),
    default: '4000',
    meaning: 'Where the gateway listens; 0 takes any free port.',
    unit: 'TCP port',
  },
  HOST: {
    read: textLike(/^[A-Za-z0-9.:-]+$/, 'an address or host name'),
    default: '127.0.0.1',
    meaning: 'The address to listen on.',
  },
  WORKERS: {
    read: wholeNumber(1, 64),
    default: '1',
    meaning:
      'How many processes share `PORT`, at most one for each core; more than 1 needs `AM_URL` and `DATABASE_URL`. Worker 2 serves metrics at the port after `METRICS_PORT`, and so on. `MAX_CONNECTIONS`, `AM_CONNECTIONS`, `DATABASE_CONNECTIONS`, what is remembered and when load is shed are of each worker.',
    unit: 'processes',
  },
  METRICS_PORT: {
    read: portOrOff,
    absent: '9464 in production, else `off`',
    meaning:
      'Where metrics for Prometheus (`/metrics`) and health are served, at the address of `HOST`; 0 takes any free port, `off` serves none.',
    unit: 'TCP port',
  },
  CORS_ORIGINS: {
    read: listOf(origin),
    default: '',
    meaning:
      'Web origins whose pages may call with credentials, comma-separated, compared exactly. `*` is refused.',
  },
  CORS_HEADERS: {
    read: listOf(textLike(/^[A-Za-z0-9_-]+$/, 'the name of a header')),
    default:
      'traceparent, tracestate, baggage, sentry-trace, apollographql-client-name, apollographql-client-version',
    meaning:
      'Request headers that those pages may send beside the ones that the gateway reads, comma-separated: what their tracing and their GraphQL client add.',
  },
  TRUSTED_PROXIES: {
    read: listOf(addressRange),
    default: '',
    meaning:
      'Addresses of proxies in front, as `10.0.0.0/8` or `2001:db8::1`, comma-separated: their `X-Forwarded-For` tells the log the address of the client.',
  },
  LOG_LEVEL: {
    read: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'silent']),
    default: 'info',
    meaning: 'The least severe log line that is written. SIGUSR2 switches to `debug` and back.',
  },
  LOG_CALLER_KEY: {
    read: longSecret,
    absent: 'drawn at every start, so that lines of one process can be compared',
    meaning:
      'The key of the hash by which log lines tell callers apart; the same one for all gateways makes their lines comparable.',
    secret: true,
  },
  KEEP_ALIVE_SECONDS: {
    read: wholeNumber(1, 3_600),
    default: '65',
    meaning:
      'How long a connection stays open without a request; longer than the idle time-out of the load balancer in front, so that it closes connections first.',
    unit: 'seconds',
  },
  MAX_CONNECTIONS: {
    read: wholeNumber(1, 1_000_000),
    default: '4096',
    meaning: 'How many connections from clients are open at once; more are closed as they come.',
    unit: 'connections',
  },
  SHED_LOAD: {
    read: oneOf(['on', 'off']),
    default: 'on',
    meaning:
      'Whether requests are refused (`OVERLOADED`, 503) while the process has as much to do as it can: searches first, changes last.',
  },
  DRAIN_DELAY_SECONDS: {
    read: wholeNumber(0, 300),
    default: '0',
    meaning:
      'How long after SIGTERM everything is still served while readiness says no, so that load balancers notice before the listener closes. Behind one, a little more than its interval of probes.',
    unit: 'seconds',
  },
  DRAIN_SECONDS: {
    read: wholeNumber(1, 300),
    default: '10',
    meaning: 'How long requests under way may still take after SIGTERM before they are given up.',
    unit: 'seconds',
  },
  SANDBOX_PORT: {
    read: wholeNumber(0, 65_535),
    default: '4001',
    meaning: 'Where the sandbox AM listens when `AM_URL` is not set; always on loopback.',
    unit: 'TCP port',
  },
} satisfies OptionGroup;
