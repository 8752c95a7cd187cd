import type { ServerResponse } from 'node:http';

const works = new WeakMap<ServerResponse, Promise<void>>();

/** Notes what is done for a response; a change goes on although its client, and with it the response, is gone. */
export function noteWork(response: ServerResponse, work: Promise<void>): void {
  works.set(response, work);
}

/** What is done for a response; undefined where nobody has noted it. */
export function workOf(response: ServerResponse): Promise<void> | undefined {
  return works.get(response);
}
