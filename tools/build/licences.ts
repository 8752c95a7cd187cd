/** The licences of what is bundled, which the packed program and the image carry. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundledPackage } from './packages.ts';

const head = `The program contains these packages. Each is followed by its licence.
`;

export function licenceText(packages: readonly BundledPackage[]): string {
  return [head, ...packages.map(licenceOf)].join('\n');
}

function licenceOf({ name, version, license, path }: BundledPackage): string {
  const files = globSync('{licen[cs]e,LICEN[CS]E,Licen[cs]e,NOTICE,COPYING}*', { cwd: path });
  const texts = files
    .toSorted()
    .filter((file) => !/\.(?:js|json|ts)$/.test(file))
    .map((file) => readFileSync(join(path, file), 'utf8').trim());
  const text = texts.length > 0 ? texts.join('\n\n') : `Licence: ${license}`;
  return `${'='.repeat(80)}\n${name} ${version} (${license})\n\n${text}\n`;
}
