import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a gateway with the heap probe tells what it holds. */
export function heapFileOf(pid: number): string {
  return join(tmpdir(), `identity-gateway-heap-${pid}`);
}
