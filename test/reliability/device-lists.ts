/**
 * An AM that holds nothing but lists of devices. It reads a list, changes it and writes it back, with time between
 * (U11). What its client is told of a write, and when the write lands, is planned; what was so is recorded.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { textAt } from '../support/json.ts';

/** What becomes of one write. */
export interface WritePlan {
  /** A status, or how the connection ends. */
  readonly told: number | 'half an answer' | 'FIN' | 'RST' | 'silence';
  /** Whether AM itself answers, and not a proxy before it. */
  readonly byAm: boolean;
  /** Before the answer, never, or so many milliseconds after it. */
  readonly lands: 'before' | 'never' | number;
  /** How long AM takes from its reading to its writing, in milliseconds. A write that lands later takes no time. */
  readonly workMs: number;
}

/** One write as AM received it; a time that has not come is Infinity. One that changes nothing never lands. */
export interface Write {
  readonly plan: WritePlan;
  /** How many lists its request had read before. */
  readonly listsBefore: number;
  answeredAt: number;
  landedAt: number;
  removed: readonly string[];
}

/** What AM did for one request of the gateway. */
export interface Traffic {
  readonly lists: (readonly string[])[];
  readonly writes: Write[];
}

/** How AM behaves to a request; each function is called once for each call. */
export interface Behaviour {
  readonly planOf: (request: string) => WritePlan;
  /** How long a list is on its way, in milliseconds. */
  readonly listMs: (request: string) => number;
}

interface Device {
  readonly uuid: string;
  readonly deviceName: string;
}

interface Change {
  /** Null for all devices. */
  readonly id: string | null;
  /** The new name; null for a removal. */
  readonly label: string | null;
  readonly workMs: number;
}

/** AM's lists, by person; one kind of device each. */
export class DeviceLists {
  readonly #behaviour: Behaviour;
  readonly #lists = new Map<string, readonly Device[]>();
  readonly #traffic = new Map<string, Traffic>();
  readonly #late: Promise<void>[] = [];
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  constructor(behaviour: Behaviour) {
    this.#behaviour = behaviour;
  }

  /** Listens on a free port, and returns the URL. */
  async open(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('AM does not listen');
    return `http://127.0.0.1:${address.port}/am`;
  }

  /** Waits until the last write has landed, and stops. */
  async close(): Promise<void> {
    await Promise.all(this.#late);
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Registers a device, at once: AM's own work is not what is tried here. */
  register(person: string, uuid: string): void {
    this.#lists.set(person, [...this.#of(person), { uuid, deviceName: 'new' }]);
  }

  idsOf(person: string): string[] {
    return this.#of(person).map(({ uuid }) => uuid);
  }

  trafficOf(request: string): Traffic {
    const traffic = this.#traffic.get(request) ?? { lists: [], writes: [] };
    this.#traffic.set(request, traffic);
    return traffic;
  }

  #of(person: string): readonly Device[] {
    return this.#lists.get(person) ?? [];
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = String(request.headers['x-forgerock-transactionid']);
    const place = /users\/([^/]+)\/devices\/2fa\/\w+(?:\/([^?]+))?/.exec(request.url ?? '');
    const [, person = '', id = null] = place ?? [];
    const { lists, writes } = this.trafficOf(name);
    if (request.method === 'GET') {
      const result = this.#of(person);
      lists.push(result.map(({ uuid }) => uuid));
      await sleep(this.#behaviour.listMs(name));
      response.end(JSON.stringify({ result, resultCount: result.length }));
      return;
    }
    const body = (await request.setEncoding('utf8').toArray()).join('');
    const label = request.method === 'PUT' ? textAt(JSON.parse(body), 'deviceName') : null;
    const plan = this.#behaviour.planOf(name);
    const times = { answeredAt: Infinity, landedAt: Infinity };
    const write: Write = { plan, listsBefore: lists.length, ...times, removed: [] };
    writes.push(write);
    const land = (workMs: number): Promise<void> =>
      this.#land(person, { id, label, workMs }, write);
    if (plan.lands === 'before') await land(plan.workMs);
    write.answeredAt = tell(response, plan);
    if (typeof plan.lands === 'number') this.#late.push(sleep(plan.lands).then(() => land(0)));
  }

  /** Without an id all devices go, also those registered while AM works. */
  async #land(person: string, { id, label, workMs }: Change, write: Write): Promise<void> {
    const read = this.#of(person);
    if (workMs > 0) await sleep(workMs);
    const found = this.#of(person);
    const since = found.filter(({ uuid }) => !read.some((one) => one.uuid === uuid));
    const changed = read.flatMap((one) => {
      if (one.uuid !== id) return [one];
      return label === null ? [] : [{ ...one, deviceName: label }];
    });
    const left = id === null ? [] : [...changed, ...since];
    this.#lists.set(person, left);
    write.removed = found
      .map(({ uuid }) => uuid)
      .filter((uuid) => !left.some((one) => one.uuid === uuid));
    const isRenamed = label !== null && read.some(({ uuid }) => uuid === id);
    if (isRenamed || write.removed.length > 0) write.landedAt = performance.now();
  }
}

const jsonType = { 'content-type': 'application/json;charset=UTF-8' };

/** Answers as planned, and returns when that was. */
function tell(response: ServerResponse, { told, byAm }: WritePlan): number {
  if (typeof told === 'number') {
    const ofAm = told === 200 ? { result: true } : { code: told, message: 'no' };
    if (byAm) response.writeHead(told, jsonType).end(JSON.stringify(ofAm));
    else response.writeHead(told, { 'content-type': 'text/html' }).end('<p>a page of a proxy</p>');
  } else if (told === 'half an answer') {
    const headers = { ...jsonType, 'content-length': 100 };
    response.writeHead(200, headers).write('{"resul', () => response.destroy());
  } else if (told === 'FIN') response.destroy();
  else if (told === 'RST') response.socket?.resetAndDestroy();
  return told === 'silence' ? Infinity : performance.now();
}
