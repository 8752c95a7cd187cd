/** Runs programs of this repository as separate processes, from their sources. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { followProcess, type GatewayProcess } from '../support/gateway-process.ts';
import { asEnvironment } from '../support/with-lists.ts';

export function startProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): GatewayProcess {
  return followProcess(
    spawn(process.execPath, [resolve(program), ...args], {
      env: asEnvironment({ NODE_ENV: 'test', ...env }),
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}
