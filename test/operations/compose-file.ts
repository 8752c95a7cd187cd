/** What `docker-compose.yml` says, and the environment of the image that it builds. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { fieldAt, listAt, textAt } from '../support/json.ts';

export const composeText = readFileSync('docker-compose.yml', 'utf8');
export const dockerfile = readFileSync('Dockerfile', 'utf8');

/** Reads a compose file; every scalar is a text. */
export function readCompose(text: string): unknown {
  return parse(text, { schema: 'failsafe' });
}

/** The environment of the image. */
export const ofImage: Readonly<Record<string, string>> = Object.fromEntries(
  (/^ENV (.*)$/m.exec(dockerfile)?.[1] ?? '').split(' ').map((pair) => pair.split('=')),
);

/** The environment of a service of a compose file. */
export const environmentOf = (service: unknown): Record<string, string> =>
  Object(fieldAt(service, 'environment'));

/** The environment of the gateway; `CONFIG_FILE` is what compose mounts at that path. */
export function environmentOfGateway(compose: unknown): Readonly<Record<string, string>> {
  const gateway = fieldAt(compose, 'services', 'gateway');
  const environment = environmentOf(gateway);
  const { source } = Object(
    listAt(gateway, 'configs').find((one) => fieldAt(one, 'target') === environment['CONFIG_FILE']),
  );
  return { ...environment, CONFIG_FILE: textAt(compose, 'configs', String(source), 'file') };
}
