/**
 * Receives the gateway's messages, verifies them (Standard Webhooks 1.0), and posts what a file of
 * messages makes of them to a chat or a desk. It needs Node and no package.
 *
 * Environment:
 *
 * - `WEBHOOK_SECRET`: the secret, as the gateway has it: `chat=whsec_…`; two, separated by a comma,
 *   while it is replaced.
 * - `MESSAGES`: the file, such as `slack.json`: a message for each type of event.
 * - `PAGES`: the address of the gateway's pages, for links.
 * - `TARGET`: where messages are posted. If it is absent, they are printed.
 * - `AUTHORIZATION`: the header of that name for the target, if it needs one.
 * - `PORT` (4002) and `HOST` (127.0.0.1).
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { env } from 'node:process';

const { WEBHOOK_SECRET = '', MESSAGES = '', PAGES = '', TARGET, AUTHORIZATION } = env;
const { PORT = '4002', HOST = '127.0.0.1' } = env;

/** How far the clocks may differ, in seconds. */
const toleranceSeconds = 300;
/** The largest body, in bytes: a change of all devices has a tenth of it. */
const largestBody = 262_144;
/** How long the target may take, in milliseconds: less than the gateway waits. */
const targetMs = 10_000;
/** How many ids of posted messages to remember, so that a repeated message is posted once. */
const mostPosted = 10_000;

const keys = WEBHOOK_SECRET.split(',').map((secret) =>
  Buffer.from(secret.trim().replace(/^(?:[\w-]+=)?whsec_/, ''), 'base64'),
);
if (keys.some((key) => key.length < 24)) throw new Error('WEBHOOK_SECRET: write chat=whsec_…');
const pages = new URL(PAGES).href.replace(/\/$/, '');
const messages = new Map(Object.entries(JSON.parse(readFileSync(MESSAGES, 'utf8'))));
const posted = new Set();

const server = createServer((request, response) => {
  void statusOf(request).then((status) => response.writeHead(status).end());
});
server.listen(Number(PORT), HOST, () => console.error(`Listening on ${server.address().port}`));

/** Relays a message, and returns the status; the gateway sends it again unless that is 2xx. */
async function statusOf(request) {
  try {
    return await relay(request);
  } catch (error) {
    // Without the address of the target, which is a secret.
    console.error(`Not posted: ${error.name}`);
    return 502;
  }
}

/** Returns the status of a message. Throws if the target cannot be reached. */
async function relay(request) {
  const body = await bodyOf(request);
  if (body === null) return 413;
  const id = String(request.headers['webhook-id']);
  if (!isSigned(request.headers, body)) return 401;
  if (posted.has(id)) return 204;
  const { type, data } = JSON.parse(body);
  const template = messages.get(type);
  const message = template === undefined ? null : fill(template, { ...data, pages });
  if (message !== null && !(await post(JSON.stringify(message)))) return 502;
  posted.add(id);
  if (posted.size > mostPosted) posted.delete(posted.values().next().value);
  return 204;
}

/** Returns the body as text; null if it is too large. */
async function bodyOf(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > largestBody) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** Whether one of the signatures is of one of the keys, and the message is not an old one. */
function isSigned(headers, body) {
  const timestamp = Number(headers['webhook-timestamp']);
  const isNow = Math.abs(Date.now() / 1000 - timestamp) <= toleranceSeconds;
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const given = String(headers['webhook-signature']).split(' ');
  return isNow && keys.some((key) => given.some((one) => isEqual(one, signatureOf(key, signed))));
}

function signatureOf(key, signed) {
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

/** Compares in constant time. */
function isEqual(given, wanted) {
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * Returns a template with the event's values: `{reference}`, `{person.id}`, `{results.kind}`. A
 * value after `/`, `=` or `&` is a part of an address, and is encoded as such. Null if the event
 * lacks a value: then there is no message.
 */
function fill(template, values) {
  if (typeof template === 'string') return fillText(template, values);
  if (typeof template !== 'object' || template === null) return template;
  const filled = Object.entries(template).map(([name, part]) => [name, fill(part, values)]);
  if (filled.some(([, part]) => part === null)) return null;
  return Array.isArray(template) ? filled.map(([, part]) => part) : Object.fromEntries(filled);
}

function fillText(text, values) {
  let isWhole = true;
  const filled = text.replaceAll(/([/=&]?)\{([\w.]+)\}/g, (_placeholder, before, path) => {
    const value = valueAt(values, path);
    isWhole &&= value !== '';
    return before + (before === '' ? value : encodeURIComponent(value));
  });
  return isWhole ? filled : null;
}

/** Returns the value at a path as text, a list with commas, and nothing as an empty text. */
function valueAt(values, path) {
  const found = path
    .split('.')
    .reduce(
      (list, name) => list.flatMap((one) => (Object.hasOwn(Object(one), name) ? one[name] : [])),
      [values],
    );
  return found
    .filter((value) => value !== null)
    .map((value) => String(value).replace(/^(\S+)T(\d\d:\d\d):\S+Z$/, '$1 $2 UTC'))
    .join(', ');
}

/** Posts a message, and returns whether the target has it. */
async function post(message) {
  if (TARGET === undefined) {
    console.log(message);
    return true;
  }
  const { ok, status, body } = await fetch(TARGET, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(AUTHORIZATION !== undefined && { authorization: AUTHORIZATION }),
    },
    body: message,
    redirect: 'manual',
    signal: AbortSignal.timeout(targetMs),
  });
  await body?.cancel();
  if (!ok) console.error(`Not posted: the target answers ${status}`);
  return ok;
}
