/** What a process has used so far, its children included, as the kernel counts it. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** The kernel's clock ticks, of which `/proc` counts. */
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** User and system time of a process and of all its descendants, in microseconds. */
export function cpuMicroseconds(pid: number): number {
  const ticks = family(pid).reduce((sum, member) => sum + ticksOf(member), 0);
  return (ticks / ticksPerSecond) * 1_000_000;
}

/** Resident memory of a process and of all its descendants, in MiB. */
export function residentMegabytes(pid: number): number {
  const kilobytes = family(pid).map((member) =>
    Number(/^VmRSS:\s+(\d+) kB$/m.exec(read(member, 'status'))?.[1] ?? 0),
  );
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
}

function family(pid: number): number[] {
  const children = tasksOf(pid).flatMap((task) =>
    read(pid, `task/${task}/children`).split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(family)];
}

function tasksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** The 14th and 15th field, and those of children that have ended; the second may hold blanks. */
function ticksOf(pid: number): number {
  const afterName = read(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ');
  return afterName.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
}

function read(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
