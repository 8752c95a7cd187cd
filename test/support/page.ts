/** A page of docs as a test: runs its commands, writes its files, compares its output. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A fenced block: its use (`try`, `start`, `prints` or `file=NAME`) and its text. */
export interface PageBlock {
  readonly use: string;
  readonly text: string;
}

/** Returns the blocks of a page, in order. */
export async function blocksOf(page: string): Promise<PageBlock[]> {
  const text = await readFile(page, 'utf8');
  return [...text.matchAll(/^```\w+ ?([^\n]*)\n([\s\S]*?)^```$/gm)].map(([, use = '', body]) => ({
    use,
    text: body ?? '',
  }));
}

/** The state between blocks: each block starts in the folder in which the last one ended. */
export interface Follower {
  readonly env: NodeJS.ProcessEnv;
  folder: string;
}

/** Writes the file of a `file=NAME` block. */
export function writeBlock({ use, text }: PageBlock, { folder }: Follower): Promise<void> {
  return writeFile(join(folder, use.replace('file=', '')), text);
}

/** Runs the commands of a `try` block and returns their output. */
export async function runBlock({ text }: PageBlock, follower: Follower): Promise<string> {
  const mark = '--- now in ';
  const script = `${text}\necho "${mark}$PWD"`;
  const { env, folder: cwd } = follower;
  const printed = await new Promise<string>((done, fail) => {
    execFile('bash', ['-euo', 'pipefail', '-c', script], { cwd, env }, (error, stdout, stderr) => {
      if (error === null) done(stdout);
      else fail(new Error(`${text}ended with ${error.code}:\n${stdout}${stderr}`));
    });
  });
  const [output = '', folder = ''] = printed.split(mark);
  follower.folder = folder.trim();
  return output;
}
