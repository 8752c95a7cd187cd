import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isNativeError } from 'node:util/types';
import type { PeopleSource } from '../../domain/campaign/campaign.ts';
import { createUserIdRule } from '../../domain/people/user-id.ts';
import type { NewLine } from '../../domain/campaign/new-campaign.ts';
import type { Everyone } from '../../access/lists/lines-of-list.ts';
import {
  batchesOf,
  readPeople,
  UnusablePeople,
  type FileReport,
} from '../../domain/campaign/people-file.ts';
import { linesFromAm, type DirectoryOptions } from './people-directory.ts';

/** Where the people of a command come from, and how they are read. */
interface SourceOptions extends DirectoryOptions, FileReport {
  readonly source: PeopleSource | Everyone;
}

/**
 * Reads people in batches of lines. A list from AM is read to its end before the first batch.
 * @throws UnusablePeople if no list of people can be read
 */
export async function readSource({
  source,
  leftOut,
  ...options
}: SourceOptions): Promise<AsyncIterable<readonly NewLine[]>> {
  switch (source.kind) {
    case 'file': {
      const { flavor, userIdPattern } = options.config.am;
      const userIds = createUserIdRule(flavor, userIdPattern);
      return readPeople(await open(source.path), { userIds, leftOut });
    }
    case 'group':
    case 'search':
    case 'everyone':
      return batchesOf(await linesFromAm(source, options), leftOut);
    default:
      return source satisfies never;
  }
}

/** @throws UnusablePeople if the file cannot be read */
async function open(file: string): Promise<AsyncIterable<string>> {
  try {
    if (!(await stat(file)).isDirectory()) return createReadStream(file, 'utf8');
  } catch (error) {
    const code = isNativeError(error) && 'code' in error ? String(error.code) : 'no code';
    throw new UnusablePeople(`FILE cannot be read: ${code}.`, { cause: error });
  }
  throw new UnusablePeople('FILE is a folder.');
}
