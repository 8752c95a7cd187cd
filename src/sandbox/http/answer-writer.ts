import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Am } from '../am.ts';
import type { Answer } from './answer.ts';
import { isJsonObject } from './json.ts';
import type { JsonObject } from './json.ts';

/** Headers and bytes of an answer, ready for a socket. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Statuses after which Tomcat closes the connection (seen on OpenAM 16.0.5). */
const closingStatuses = new Set([400, 500, 501]);

/** Converts an answer to headers and text. OpenAM escapes messages as HTML (contract §1.4). */
export function toWire(am: Am, answer: Answer, transactionId: string | undefined): WireAnswer {
  const { isOpenSource, hasUuidIds } = am.personality;
  const headers: Record<string, string | readonly string[]> = {};
  const isBare = answer.json === undefined && answer.text === undefined;
  if (!isBare && answer.beforeCache !== true) {
    headers['cache-control'] = isOpenSource ? 'no-cache' : 'private';
  }
  if (answer.apiVersion !== undefined) {
    headers['content-api-version'] = answer.apiVersion;
  }
  if (hasUuidIds && transactionId !== undefined) {
    headers['x-forgerock-transactionid'] = transactionId;
  }
  if (!isBare && answer.contentType !== '') {
    headers['content-type'] = answer.contentType ?? 'application/json;charset=UTF-8';
  }
  if (isOpenSource && closingStatuses.has(answer.status)) {
    headers['connection'] = 'close';
  }
  return {
    status: answer.status,
    headers: { ...headers, ...answer.headers },
    body: answer.text ?? renderJson(answer, isOpenSource),
  };
}

/** Writes an answer at once. */
export function writeWire(response: ServerResponse, wire: WireAnswer): void {
  const bytes = Buffer.from(wire.body);
  response.writeHead(wire.status, { ...mutable(wire.headers), 'content-length': bytes.length });
  response.end(bytes);
}

/** Writes an answer in parts, ten times a second, for the fault `slowBody`. */
export async function writeSlowly(
  response: ServerResponse,
  wire: WireAnswer,
  bytesPerSecond: number,
): Promise<void> {
  const bytes = Buffer.from(wire.body);
  response.writeHead(wire.status, { ...mutable(wire.headers), 'content-length': bytes.length });
  response.flushHeaders();
  const step = Math.max(1, Math.floor(bytesPerSecond / 10));
  for (let at = 0; at < bytes.length && !response.destroyed; at += step) {
    response.write(bytes.subarray(at, at + step));
    await sleep((1000 * step) / bytesPerSecond);
  }
  response.end();
}

function renderJson(answer: Answer, isEscaped: boolean): string {
  if (answer.json === undefined) return '';
  const isError = answer.status >= 400 && isJsonObject(answer.json);
  return JSON.stringify(isError && isEscaped ? escapeMessage(answer.json) : answer.json);
}

function escapeMessage(error: JsonObject): JsonObject {
  const { message } = error;
  if (typeof message !== 'string') return error;
  return { ...error, message: message.replaceAll(/[&<>"']/g, (mark) => escapes[mark] ?? mark) };
}

function mutable(headers: WireAnswer['headers']): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : [...value],
    ]),
  );
}
