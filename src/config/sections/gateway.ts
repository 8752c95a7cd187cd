import { isIP } from 'node:net';
import { addressRange, origin, portOrOff } from '../things/network-readers.ts';
import { option, type OptionTree } from '../values/option.ts';
import { listOf } from '../values/parts.ts';
import { InvalidValue } from '../values/problem.ts';
import type { Reader } from '../values/reader.ts';
import { oneOf, text, wholeNumber } from '../values/readers.ts';

/** An address or a host name, without the port. */
const hostName: Reader<string> = (value) => {
  if (isIP(value) !== 0 || /^[A-Za-z0-9.-]+$/.test(value)) return value;
  throw new InvalidValue('expected an address or host name; PORT has the port', { got: value });
};

/** The options of the process and its listener. */
export const gatewayOptions = {
  configFile: option('CONFIG_FILE', text, {
    absent: 'every option is a variable',
    isVariable: true,
    meaning:
      'A file of YAML or JSON with [every other option](#the-configuration-file). A variable takes precedence over the file.',
  }),
  mode: option('NODE_ENV', oneOf(['development', 'test', 'production']), {
    default: 'production',
    isVariable: true,
    meaning: '`production` turns off the explorer, introspection and unsafe settings.',
  }),
  port: option('PORT', wholeNumber(0, 65_535), {
    default: '4000',
    meaning: 'The port of the API and the pages; 0 uses any free port.',
    unit: 'TCP port',
  }),
  host: option('HOST', hostName, {
    default: '127.0.0.1',
    meaning: 'The address to listen on.',
  }),
  metricsPort: option('METRICS_PORT', portOrOff, {
    presumed: (is) => (is('NODE_ENV=production') ? '9464' : 'off'),
    differsFrom: { PORT: 'each needs its own' },
    absent: '9464 in production, else `off`',
    meaning:
      'The port of metrics for Prometheus (`/metrics`) and health, at the address of `HOST`; 0 uses any free port, `off` serves neither.',
    unit: 'TCP port',
  }),
  corsOrigins: option('CORS_ORIGINS', listOf(origin), {
    default: '',
    meaning: 'Web origins whose pages can send credentials, compared exactly. `*` is refused.',
  }),
  trustedProxies: option('TRUSTED_PROXIES', listOf(addressRange), {
    default: '',
    meaning:
      "Addresses of proxies in front, as `10.0.0.0/8` or `2001:db8::1`. The log takes the client's address from their `X-Forwarded-For`.",
  }),
  logLevel: option('LOG_LEVEL', oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'silent']), {
    default: 'info',
    meaning: 'The least severe log line that is written. SIGUSR2 switches to `debug` and back.',
  }),
  logFormat: option('LOG_FORMAT', oneOf(['json', 'pretty']), {
    absent: '`pretty` on a terminal outside production, else `json`',
    meaning: 'Whether log lines are JSON or readable text.',
  }),
  requestDeadlineMs: option('REQUEST_DEADLINE_MS', wholeNumber(2_000, 300_000), {
    default: '15000',
    meaning:
      'How long one request can take, with all its calls to AM, queues, locks and retries. A write starts only with at least a second left. After that, its outcome is read for up to two seconds more.',
    unit: 'milliseconds',
  }),
  drainDelaySeconds: option('DRAIN_DELAY_SECONDS', wholeNumber(0, 300), {
    default: '0',
    meaning:
      'How long requests are still served after SIGTERM while readiness is false, so that load balancers notice. Behind one, set it a little longer than its probe interval.',
    unit: 'seconds',
  }),
  drainSeconds: option('DRAIN_SECONDS', wholeNumber(1, 300), {
    default: '10',
    meaning: 'How long requests in flight can take after SIGTERM before they are given up.',
    unit: 'seconds',
  }),
} satisfies OptionTree;
