/** The command `identity-gateway` on the path, where the install of docs/operating.md puts it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Writes the command into a folder, and returns a path that finds it first. Commands that load no
 * GraphQL classes also run as `src/main.ts`.
 */
export function withCommand(folder: string, program = 'dist/main.js'): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const script = `#!/bin/sh\nexec "${process.execPath}" "${resolve(program)}" "$@"\n`;
  writeFileSync(join(bin, 'identity-gateway'), script, { mode: 0o755 });
  return `${bin}:${process.env['PATH'] ?? ''}`;
}
