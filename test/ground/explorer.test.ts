/** The explorer works without internet: everything it needs is in its page. */
import { expect, test } from '@jest/globals';
import { useStage } from '../support/stage.ts';

const stage = useStage('aic');

test('a browser gets a page that loads nothing else', async () => {
  const response = await stage.gateway.fetch({ headers: { accept: 'text/html' } });
  const page = await response.text();

  expect(response.status).toBe(200);
  expect(page).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)=["']?(?:https?:)?\/\//);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(response.headers.get('content-security-policy')).toContain("connect-src 'self'");
});

test('the page offers the documented operations', async () => {
  const page = await (await stage.gateway.fetch({ headers: { accept: 'text/html' } })).text();

  expect(page).toContain('query MyDevices');
  expect(page).toContain('mutation ResetOathDevices');
  expect(page).toContain(stage.peer.cookieName);
});

test('the header is named, and its hint says which part of the printed line is the value', async () => {
  const page = await (await stage.gateway.fetch({ headers: { accept: 'text/html' } })).text();

  const hint = 'the part after the colon of what npm run -s sign-in -- alice prints';
  expect(page).toContain(
    JSON.stringify(JSON.stringify({ [stage.peer.cookieName]: hint }, null, 2)),
  );
});

test.each([
  ['JSON', 'application/json'],
  ['anything', '*/*'],
  ['JSON rather than a page', 'application/json, text/html;q=0.9'],
])('a program that takes %s gets no page', async (_label, accept) => {
  const response = await stage.gateway.fetch({ headers: { accept } });

  expect([response.status, response.headers.get('content-type')]).toEqual([
    400,
    'application/json; charset=utf-8',
  ]);
});
