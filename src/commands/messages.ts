import { builtInCatalogue, builtInLanguages } from '../config/texts/messages.ts';
import { UsageError } from './line/arguments.ts';
import { exitCodes } from './line/exit.ts';
import type { Terminal } from './line/terminal.ts';

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
