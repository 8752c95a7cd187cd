/** `npm run openam`: starts a real OpenAM for tests; with `stop`, `status` and `reset`. */
import { Trouble } from './progress.ts';
import { resetSeed, showStatus, startServer, stopServer } from './server.ts';

const COMMANDS: Readonly<Record<string, () => Promise<void>>> = {
  start: startServer,
  stop: stopServer,
  status: showStatus,
  reset: resetSeed,
};

const [name = 'start'] = process.argv.slice(2);
const command = COMMANDS[name];

if (command === undefined) {
  console.error(`Unknown command "${name}"; there are ${Object.keys(COMMANDS).join(', ')}.`);
  process.exitCode = 64;
} else {
  try {
    await command();
  } catch (error: unknown) {
    console.error(error instanceof Trouble ? error.message : error);
    process.exitCode = 1;
  }
}
