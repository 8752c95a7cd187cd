/** A copy of the parts of this checkout that the examples need. Tests may write into it. */
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A copy. It uses the root dependencies of this checkout. */
export interface Checkout {
  readonly folder: string;
  remove(): Promise<void>;
}

const router = 'examples/routers/hive';

/** Creates a copy. `withRouter` links the installed router; otherwise the copy has no router. */
export async function copyCheckout({ withRouter }: { withRouter: boolean }): Promise<Checkout> {
  const folder = await mkdtemp(join(tmpdir(), 'checkout-'));
  const filter = (source: string): boolean => !/node_modules|supergraph\.graphql/.test(source);
  for (const name of [
    'examples',
    'deploy',
    'packages',
    'schema',
    'src',
    'tools',
    'web',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ]) {
    await cp(name, join(folder, name), { recursive: true, filter });
  }
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  if (withRouter) {
    await symlink(resolve(router, 'node_modules'), join(folder, router, 'node_modules'));
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
