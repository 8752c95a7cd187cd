import { existsSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LedgerRefused } from '../tables/ledger-refused.ts';
import { errorCodeOf } from '../../domain/values/failure.ts';

/**
 * Requires that files can be created in a folder, or in the nearest one that exists. Tries it, and
 * leaves nothing behind: permissions do not show a read-only or a virtual file system.
 * @throws LedgerRefused
 */
export function requireFolder(folder: string): void {
  const wanted = resolve(folder);
  let existing = wanted;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  if (!statSync(existing).isDirectory())
    throw new LedgerRefused(`DATA_DIR: ${existing} is not a folder; name another one.`);
  const place = existing === wanted ? wanted : `${existing} to create ${wanted}`;
  try {
    rmdirSync(mkdtempSync(join(existing, '.identity-gateway-')));
  } catch (error) {
    const code = errorCodeOf(error) ?? String(error);
    throw new LedgerRefused(
      `DATA_DIR: this process cannot write to ${place} (${code}); name another folder, or change its owner with chown.`,
      { cause: error },
    );
  }
}
