import { readFileSync } from 'node:fs';
import { packageFile } from '../package-files/package-files.ts';

const manifest: { readonly version: string } = JSON.parse(
  readFileSync(packageFile('package.json'), 'utf8'),
);

/** The version of this gateway. */
export const { version } = manifest;
