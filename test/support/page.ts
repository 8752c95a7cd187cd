/** A page of docs that is followed word for word: its commands run, its files written, its output compared. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One fenced block: what it is for (`try`, `start`, `prints` or `file=NAME`) and what it says. */
export interface PageBlock {
  readonly use: string;
  readonly text: string;
}

/** The blocks of a page, in order. */
export async function blocksOf(page: string): Promise<PageBlock[]> {
  const text = await readFile(page, 'utf8');
  return [...text.matchAll(/^```\w+ ?([^\n]*)\n([\s\S]*?)^```$/gm)].map(([, use = '', body]) => ({
    use,
    text: body ?? '',
  }));
}

/** Where a page is followed: each block begins in the folder that the last one ended in. */
export interface Follower {
  readonly env: NodeJS.ProcessEnv;
  folder: string;
}

/** Writes the file of a `file=NAME` block. */
export function writeBlock({ use, text }: PageBlock, { folder }: Follower): Promise<void> {
  return writeFile(join(folder, use.replace('file=', '')), text);
}

/** Runs the commands of a `try` block, and returns what they have printed. */
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
