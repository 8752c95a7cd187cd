import { open } from 'node:fs/promises';
import { errorCodeOf } from '../../domain/values/failure.ts';
import { NotARecording, readRecording, replay, type Recording } from '../../am/index.ts';
import { exitCodes } from '../line/exit.ts';
import type { Terminal } from '../line/terminal.ts';
import { openQuestions } from './open-questions.ts';

/** The largest recording that is read, in bytes. */
const mostBytes = 20_000_000;

/** Runs `identity-gateway check --replay`, and returns its exit code. */
export async function runReplay(path: string, terminal: Terminal): Promise<number> {
  try {
    return reportReplay(path, readRecording(await textOf(path)), terminal);
  } catch (error) {
    if (!(error instanceof NotARecording)) throw error;
    terminal.printError(`FILE cannot be replayed: ${error.message}.`);
    return exitCodes.data;
  }
}

/** Says what this version makes of a recording, and what was left out. Returns the exit code. */
export function reportReplay(path: string, recording: Recording, { print }: Terminal): number {
  const { product, source, published, madeBy, madeOn, written, leftOut } = recording;
  const replayed = recording.exchanges.map((one) => replay(one, product));
  for (const { step, isGood, found } of replayed)
    print(`${isGood ? 'ok     ' : 'REFUSED'} ${step}: ${found}`);
  const origin =
    source === 'published' ? `published, not recorded: ${published ?? 'no address'}` : 'recorded';
  const bad = replayed.filter(({ isGood }) => !isGood).length;
  print(
    `${path}: ${replayed.length} answers of ${product.flavor} ${product.version ?? 'of an unknown version'}, ${origin}, made by ${madeBy} on ${madeOn}; this version refuses ${bad}.`,
  );
  print(`Written at AM: ${written.length === 0 ? 'nothing' : written.join(', ')}.`);
  print(
    `Left out: ${leftOut.members} members, ${leftOut.furtherValues} further values, ${leftOut.headers} headers.`,
  );
  for (const [number, { asks, answer }] of Object.entries(openQuestions)) {
    const evidence = answer(recording);
    if (evidence !== null) print(`Question ${number} of the contract: ${asks} ${evidence}.`);
  }
  return bad === 0 ? exitCodes.done : exitCodes.data;
}

/** @throws NotARecording if the file cannot be read */
async function textOf(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > mostBytes) throw new NotARecording('it is larger than 20 megabytes');
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof NotARecording) throw error;
    const code = errorCodeOf(error) ?? 'no code';
    throw new NotARecording(`it cannot be read (${code})`, { cause: error });
  }
}
