/** Runs a program to its end and returns its output. */
import { spawn } from 'node:child_process';

/** The result of a program. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Runs `program`. Returns undefined if it is not on the path. */
export function run(
  program: string,
  parameters: readonly string[],
  { cwd = process.cwd() }: { readonly cwd?: string } = {},
): Promise<Outcome | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
    }
    child.on('error', (error) => {
      if ('code' in error && error.code === 'ENOENT') resolve(undefined);
      else reject(error);
    });
    child.on('close', (code) => resolve({ code: code ?? 1, output: chunks.join('') }));
  });
}
