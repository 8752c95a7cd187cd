import type { Health } from './health.ts';
import { jsonReply } from './reply.ts';
import type { Reply } from './reply.ts';

/** The reply to whether the process runs. */
export function liveness(): Reply {
  return jsonReply(200, { status: 'live' });
}

/** The reply to whether requests can be served now. */
export async function readiness(health: Health): Promise<Reply> {
  const { ready, reason, degraded } = await health.readiness();
  return ready
    ? jsonReply(200, { status: 'ready', ...(degraded.length > 0 && { degraded }) })
    : jsonReply(503, { status: 'not ready', reason });
}
