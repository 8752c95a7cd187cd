import { cast, deviceManagementModes, sandboxPassword, startSandbox } from './index.ts';
import type { Flavor, Sandbox } from './index.ts';

const flavors: readonly Flavor[] = ['pingam', 'aic', 'openam'];

/**
 * Starts only the sandbox, by AM_FLAVOR, AM_VERSION, SANDBOX_PORT and
 * DEVICE_MANAGEMENT (D13).
 */
async function main(): Promise<void> {
  const wanted = process.env['AM_FLAVOR'] ?? 'pingam';
  const flavor = flavors.find((name) => name === wanted);
  const port = Number(process.env['SANDBOX_PORT'] ?? 4001);
  if (flavor === undefined) {
    fail(`AM_FLAVOR is "${wanted}"; it must be pingam, aic or openam.`);
    return;
  }
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    fail(`SANDBOX_PORT is "${process.env['SANDBOX_PORT']}"; it must be a port number.`);
    return;
  }
  const mode = process.env['DEVICE_MANAGEMENT'] ?? 'SAME';
  const deviceManagement = deviceManagementModes.find((name) => name === mode);
  if (deviceManagement === undefined) {
    fail(`DEVICE_MANAGEMENT is "${mode}"; it must be SAME, ANY or NONE.`);
    return;
  }
  try {
    const [version, nodeEnv = ''] = [process.env['AM_VERSION'], process.env['NODE_ENV']];
    const sandbox = await startSandbox({ flavor, version, deviceManagement, port, nodeEnv });
    announce(sandbox);
    closeOnSignal(sandbox);
  } catch (error: unknown) {
    fail(explainStart(error, port));
  }
}

function announce(sandbox: Sandbox): void {
  console.log(`sandbox ${sandbox.flavor} at ${sandbox.url} (cookie ${sandbox.cookieName})`);
  console.log(`control at ${sandbox.origin}/sandbox, everybody's password is ${sandboxPassword}`);
  console.log(`people and their phones at ${sandbox.origin}/sandbox/people`);
  for (const { name, realm, about } of cast) {
    console.log(`  ${name.padEnd(8)} ${realm.padEnd(7)} ${about}`);
  }
}

function closeOnSignal(sandbox: Sandbox): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      void sandbox.close();
    });
  }
}

function explainStart(error: unknown, port: number): string {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (isTaken) return `Port ${port} is taken; choose another with SANDBOX_PORT.`;
  return error instanceof Error ? error.message : String(error);
}

function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}

await main();
