/** A page of docs as a test: runs its commands, writes its files, compares its output. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandPages } from './command-pages.ts';

/**
 * A fenced block: its language, its use and its text. The uses are `try` (run it), `start` (run it
 * until the next `start`), `prints` (the output of the last block), and
 * `file=NAME` (write it). Other uses belong to a test of the page.
 */
export interface PageBlock {
  readonly language: string;
  readonly use: string;
  readonly text: string;
}

/** Returns the blocks of a page, in order. Blocks in a list are indented. */
export function blocksOf(page: string): PageBlock[] {
  const text = readFileSync(page, 'utf8');
  const fences = text.matchAll(/^( *)```(\w*) ?([^\n]*)\n([\s\S]*?)^ *```$/gm);
  return [...fences].map(([, indent = '', language = '', use = '', body = '']) => ({
    language,
    use,
    text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
}

/** Whether a block has commands. */
export function isShell({ language }: PageBlock): boolean {
  return ['sh', 'bash', 'console', 'shell'].includes(language);
}

export function firstLineOf({ text }: PageBlock): string {
  return text.split('\n', 1)[0] ?? '';
}

/**
 * Returns the blocks of a page that a test runs. Throws if a block with commands has no use, and
 * the table of pages has no cause why it is not run.
 */
export function runBlocksOf(page: string): PageBlock[] {
  const leftOut = commandPages[page]?.leftOut ?? {};
  return blocksOf(page).filter((block) => {
    if (block.use !== '') return true;
    if (isShell(block) && !(firstLineOf(block) in leftOut))
      throw new Error(`${page}: nothing runs this block:\n${block.text}`);
    return false;
  });
}

/** The state between blocks: each block starts in the folder in which the last one ended. */
export interface Follower {
  readonly env: NodeJS.ProcessEnv;
  folder: string;
}

/** Writes the file of a `file=NAME` block. */
export function writeBlock(
  { use, text }: Pick<PageBlock, 'use' | 'text'>,
  { folder }: Follower,
): Promise<void> {
  return writeFile(join(folder, use.replace('file=', '')), text);
}

/** Runs commands and returns their output. */
export async function runBlock(
  { text }: Pick<PageBlock, 'text'>,
  follower: Follower,
): Promise<string> {
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

/** What runs the blocks of a page. */
export interface PageRun {
  readonly follower: Follower;
  /** Returns a text of the page with the ports and folders of this run. */
  readonly adapt?: (text: string) => string;
  /** By use; each returns its output. `start` starts something that the test ends. */
  readonly also?: Readonly<Record<string, (block: PageBlock) => Promise<string>>>;
}

/** What came of a page: its test compares `got` with `wanted`. */
export interface Followed {
  /** What the page says that blocks print, and what they did print. */
  readonly wanted: readonly string[];
  readonly got: readonly string[];
}

/** Follows a page from its first block to its last. */
export async function followPage(
  page: string,
  { follower, adapt = (text) => text, also = {} }: PageRun,
): Promise<Followed> {
  const outputs: string[] = [];
  const wanted: string[] = [];
  const got: string[] = [];
  for (const block of runBlocksOf(page)) {
    const { use } = block;
    const here = { ...block, text: adapt(block.text) };
    const run = also[use];
    if (use === 'prints') {
      const output = (outputs.at(-1) ?? '').replaceAll(follower.env['HOME'] ?? '\0', '~');
      wanted.push(plain(block, block.text));
      got.push(asOnPage(plain(block, output), plain(block, block.text)));
    } else if (run !== undefined) outputs.push(await run(here));
    else if (use === 'try') outputs.push(await runBlock(here, follower));
    else if (use.startsWith('file=')) await writeBlock(here, follower);
    else if (!/^(from|part)=/.test(use)) throw new Error(`${page}: unknown use ${use}`);
  }
  return { wanted, got };
}

function plain({ language }: PageBlock, text: string): string {
  return language === 'json' ? JSON.stringify(JSON.parse(text)) : text.trimEnd();
}

/** On a page `…` stands for any text. Returns the page's own text if the output fits it. */
function asOnPage(output: string, wanted: string): string {
  return fits(output, wanted.split('…')) ? wanted : output;
}

/** Whether a text is these parts in order, with any text between them. */
function fits(text: string, [first = '', ...parts]: readonly string[]): boolean {
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(0, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = parts.at(-1);
  return last === undefined ? at === text.length : text.slice(at).endsWith(last);
}
