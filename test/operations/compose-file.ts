/** What `docker-compose.yml` says, and the environment of the image that it builds. */
import { readFileSync } from 'node:fs';
import { parsers } from 'prettier/plugins/yaml';
import { fieldAt } from '../support/json.ts';

interface YamlNode {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly (YamlNode | null)[];
}

/** Returns what a YAML node says, with every scalar as text. */
function valueOf(node: YamlNode | null | undefined): unknown {
  const { type = '', value, children = [] } = node ?? {};
  if (value !== undefined) return value;
  if (/sequence$/i.test(type)) return children.map((item) => valueOf(item?.children?.[0] ?? item));
  if (!/mapping$/i.test(type)) return children.map(valueOf).find((one) => one !== undefined);
  return Object.fromEntries(
    children.map((item) => {
      const [key, of] = item?.children ?? [];
      return [valueOf(key), valueOf(of)];
    }),
  );
}

export const composeText = readFileSync('docker-compose.yml', 'utf8');
export const dockerfile = readFileSync('Dockerfile', 'utf8');

/** Reads a compose file; every scalar is a text. */
export function readCompose(text: string): unknown {
  return valueOf(Reflect.apply(parsers.yaml.parse, null, [text]));
}

/** The environment of the image. */
export const ofImage: Readonly<Record<string, string>> = Object.fromEntries(
  (/^ENV (.*)$/m.exec(dockerfile)?.[1] ?? '').split(' ').map((pair) => pair.split('=')),
);

/** The environment of a service of a compose file. */
export const environmentOf = (service: unknown): Record<string, string> =>
  Object(fieldAt(service, 'environment'));
