/** The programs of the system that a bench needs. */
import { spawnSync } from 'node:child_process';
import { say, Trouble } from './say.ts';

/** A program and the Debian package that has it. */
const packages = { wrk: 'wrk', nginx: 'nginx-light' } as const;

/** Makes sure that programs are there: root gets them installed, others are told how. */
export function needPrograms(...programs: readonly (keyof typeof packages)[]): void {
  const missing = programs.filter((program) => !isThere(program));
  if (missing.length === 0) return;
  const names = missing.map((program) => packages[program]);
  const command = `apt-get install ${names.join(' ')}`;
  if (process.getuid?.() !== 0 || !isThere('apt-get')) {
    throw new Trouble(`Missing: ${missing.join(', ')}. Install first: sudo ${command}`);
  }
  say(`Missing: ${missing.join(', ')}. Running as root, so: ${command}`);
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names]);
}

function isThere(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
}

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Trouble(`${command} ${args.join(' ')} failed.`);
}
