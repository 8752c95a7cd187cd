/** The CPU time and memory of a process and its children, as the kernel counts them. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** `/proc` counts CPU time in clock ticks. */
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

/** Fields 14 to 17: user and system time, also of exited children. Field 2 can contain blanks. */
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
