/** Programs of the operating system that a bench needs. */
import { spawnSync } from 'node:child_process';
import { say, BenchError } from './say.ts';

/** The Debian package of each program. */
const packages = { wrk: 'wrk', nginx: 'nginx-light' } as const;

/** Installs missing programs as root; otherwise throws with the command that installs them. */
export function needPrograms(...programs: readonly (keyof typeof packages)[]): void {
  const missing = programs.filter((program) => !isInstalled(program));
  if (missing.length === 0) return;
  const names = missing.map((program) => packages[program]);
  const command = `apt-get install ${names.join(' ')}`;
  if (process.getuid?.() !== 0 || !isInstalled('apt-get')) {
    throw new BenchError(`Missing: ${missing.join(', ')}. Install first: sudo ${command}`);
  }
  say(`Missing: ${missing.join(', ')}. Running as root, so: ${command}`);
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names]);
}

function isInstalled(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
}

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new BenchError(`${command} ${args.join(' ')} failed.`);
}
