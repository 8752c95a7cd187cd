/** `npm run postgres`: starts this machine's PostgreSQL for tests; with `stop` and `status`. */
import { showStatus, startServer, stopServer } from './server.ts';

const COMMANDS: Readonly<Record<string, () => void | Promise<void>>> = {
  start: startServer,
  stop: stopServer,
  status: showStatus,
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
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
