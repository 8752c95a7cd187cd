/** Clients that open a connection for each request lose none while it drains (reliability R38). */
import { isNativeError } from 'node:util/types';
import { expect, test } from '@jest/globals';
import { sendBytes } from '../security/raw-http.ts';
import { until } from './am-traffic.ts';
import { createWorkplace } from './built-gateway.ts';

const clients = 20;
const body = '{"query":"{ __typename }"}';
const request = `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`;

type Result = 'answered' | 'refused' | 'lost';

async function resultOf(url: string): Promise<Result> {
  try {
    const answer = await sendBytes(url, request);
    return answer.startsWith('HTTP/1.1 200') ? 'answered' : 'lost';
  } catch (error) {
    const isRefused = isNativeError(error) && 'code' in error && error.code === 'ECONNREFUSED';
    return isRefused ? 'refused' : 'lost';
  }
}

test('20 clients lose no request that they send within the delay, and are refused after it', async () => {
  const delaySeconds = 3;
  const workplace = await createWorkplace();
  const gateway = workplace.start({
    PORT: '0',
    AM_URL: 'http://127.0.0.1:1/am',
    AM_COOKIE_NAME: 'session',
    DRAIN_DELAY_SECONDS: String(delaySeconds),
    LOG_LEVEL: 'silent',
  });
  const url = await gateway.listening();
  const sent: { readonly at: number; readonly result: Result }[] = [];
  const client = async (): Promise<void> => {
    for (let result: Result = 'answered'; result !== 'refused';) {
      const at = performance.now();
      result = await resultOf(url);
      sent.push({ at, result });
    }
  };

  const ended = Promise.all(Array.from({ length: clients }, client));
  await until('all of them are served', () => sent.length > 10 * clients);
  const signalled = performance.now();
  gateway.signal('SIGTERM');
  await ended;

  // The gateway's own delay starts when the signal arrives, so it ends later than this one.
  const within = sent.filter(({ at }) => at < signalled + delaySeconds * 1_000);
  expect(within.filter(({ result }) => result !== 'answered')).toEqual([]);
  expect(within.filter(({ at }) => at > signalled).length).toBeGreaterThan(clients);
  expect(await gateway.exited()).toBe(0);
  await workplace.remove();
});
