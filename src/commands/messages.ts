import { builtInCatalogue, builtInLanguages } from '../config/messages.ts';
import { UsageError } from './command-line.ts';
import { exitCodes } from './exit.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs `identity-gateway messages`: prints the sentences of the pages in one language, by key, as
 * a file for `PAGES_MESSAGES`. Returns its exit code. @throws UsageError for another language
 */
export function runMessages(language: string, { print }: Terminal): number {
  const languages = builtInLanguages();
  if (!languages.includes(language))
    throw new UsageError(`The pages speak ${languages.join(', ')}, and not "${language}".`);
  print(builtInCatalogue(language).trimEnd());
  return exitCodes.done;
}
