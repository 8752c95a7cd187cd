import { statSync } from 'node:fs';
import { isNativeError } from 'node:util/types';
import { loadDocumentRules } from './config/load-documents.ts';
import type { Environment } from './config/load-config.ts';
import { ConfigError } from './config/problem.ts';
import { parseDocumentsArgs, UsageError, usage } from './documents/arguments.ts';
import type { DocumentsCommand } from './documents/arguments.ts';
import { readDocument } from './documents/document.ts';
import type { Document } from './documents/document.ts';
import { addToManifest } from './documents/manifest-file.ts';
import { readManifests } from './documents/manifest.ts';
import { checkOffered, readOffered } from './documents/offered.ts';
import type { OfferRules } from './documents/offered.ts';
import { createSchema } from './graph/build-schema.ts';

/** The exit codes, of sysexits.h: usage, wrong documents, a file that cannot be written, another time, configuration. */
const exitUsage = 64;
const exitData = 65;
const exitCannotWrite = 73;
const exitInUse = 75;
const exitConfig = 78;

/** Where the results and the problems go, line by line. */
export interface Say {
  readonly print: (line: string) => void;
  readonly tell: (line: string) => void;
}

const toTheTerminal: Say = {
  print: (line) => void process.stdout.write(`${line}\n`),
  tell: (line) => void process.stderr.write(`${line}\n`),
};

/** A command with what it works on. */
interface Work extends Say {
  readonly command: DocumentsCommand;
  /** Files and folders of manifests: the named one, or the configured ones. */
  readonly manifests: readonly string[];
  readonly rules: OfferRules;
}

/** Runs `identity-gateway documents …`, and returns its exit code. */
export async function runDocumentsCommand(
  args: readonly string[],
  environment: Environment,
  say: Say = toTheTerminal,
): Promise<number> {
  if (args.includes('--help')) {
    say.print(usage);
    return 0;
  }
  try {
    const command = parseDocumentsArgs(args);
    const { production, documents, limits } = loadDocumentRules(environment);
    const schema = await createSchema({ federation: documents.federation });
    const rules = { schema, limits, costLimit: limits.cost, introspection: !production };
    const manifests = command.manifest === undefined ? documents.manifests : [command.manifest];
    return run({ command, manifests, rules, ...say });
  } catch (error) {
    return tellError(error, say);
  }
}

function run(work: Work): number {
  switch (work.command.name) {
    case 'add':
      return add(work);
    case 'check':
      return check(work);
    case 'list':
      return list(work);
    default:
      return work.command.name satisfies never;
  }
}

/** All or nothing: where one document does not fit, none is added. */
function add({ command: { files }, manifests, rules, print, tell }: Work): number {
  const manifest = singleFileOf(manifests);
  const { documents, problems } = checkOffered(readOffered(files), rules);
  if (problems.length > 0) return refuse(problems, tell);
  const addition = addToManifest(manifest, documents);
  switch (addition.kind) {
    case 'added': {
      for (const one of addition.documents) print(lineOf(one));
      const there = documents.length - addition.documents.length;
      const restart = addition.documents.length > 0 ? ' A gateway reads it when it starts.' : '';
      print(`${addition.documents.length} added to ${manifest}, ${there} there already.${restart}`);
      return 0;
    }
    case 'broken manifest':
      return refuse(addition.problems, tell);
    case 'in use':
      tell(
        `${addition.lock} is there: somebody adds documents now, or was cut off and it can be deleted.`,
      );
      return exitInUse;
    default:
      return addition satisfies never;
  }
}

function check({ command: { files }, manifests, rules, print, tell }: Work): number {
  const offered = files.length > 0 ? readOffered(files) : readManifests(someOf(manifests));
  const { documents, problems } = checkOffered(offered, rules);
  if (problems.length > 0) return refuse(problems, tell);
  print(`${documents.length} fit.`);
  return 0;
}

/** What is listed need not fit this gateway. */
function list({ manifests, rules, print, tell }: Work): number {
  const { documents, problems } = readManifests(someOf(manifests));
  for (const one of documents) print(`${lineOf(readDocument(one, rules))} ${one.source}`);
  return problems.length > 0 ? refuse(problems, tell) : 0;
}

function someOf(manifests: readonly string[]): readonly string[] {
  if (manifests.length > 0) return manifests;
  throw new UsageError('--manifest: needed where TRUSTED_DOCUMENTS_MANIFESTS names none.');
}

/** The file that documents are added to. */
function singleFileOf(manifests: readonly string[]): string {
  const [manifest, ...others] = manifests;
  if (manifest === undefined || others.length > 0) {
    throw new UsageError(
      '--manifest: needed where TRUSTED_DOCUMENTS_MANIFESTS names no single file.',
    );
  }
  if (statSync(manifest, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new UsageError(`${manifest} is a folder; name a file in it with --manifest.`);
  }
  return manifest;
}

/** The id of a document, and the names of its operations. */
function lineOf({ id, operations }: Document): string {
  return `sha256:${id} ${operations.map(({ name }) => name ?? 'without a name').join(', ')}`;
}

function refuse(problems: readonly string[], tell: Say['tell']): number {
  for (const one of problems) tell(one);
  return exitData;
}

function tellError(error: unknown, { tell }: Say): number {
  if (error instanceof UsageError) {
    tell(`${error.message}\n${usage}`);
    return exitUsage;
  }
  if (error instanceof ConfigError) {
    tell(error.message);
    return exitConfig;
  }
  if (isNativeError(error) && 'syscall' in error) {
    tell(error.message);
    return exitCannotWrite;
  }
  throw error;
}
