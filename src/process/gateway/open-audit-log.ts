import type { Config } from '../../config/load-config.ts';
import type { AuditTrail } from '../../domain/outbox/audit-log.ts';
import { AuditFollower } from '../../notices/audit/audit-follower.ts';
import type { AuditSink } from '../../notices/audit/audit-sink.ts';
import { FileSink } from '../../notices/audit/file-sink.ts';
import { auditMetrics } from '../../telemetry/ledger-metrics.ts';
import type { Log } from '../../telemetry/log.ts';
import { standardOutput, type LogTarget } from '../../telemetry/log-target.ts';
import type { Metrics } from '../../telemetry/metrics.ts';

export interface AuditLogParts {
  readonly trail: AuditTrail;
  /** Standard output, which the log writes to, too. */
  readonly output?: Pick<LogTarget, 'append'> | undefined;
  readonly log: Log;
  readonly metrics: Metrics | undefined;
  readonly elapsed: () => number;
}

/** Starts to write the audit log. Undefined if none is configured. */
export function openAuditLog(
  { auditLog }: Pick<Config, 'auditLog'>,
  { trail, output, log, metrics, elapsed }: AuditLogParts,
): AuditFollower | undefined {
  if (auditLog === undefined) return undefined;
  const onAttempt = metrics && auditMetrics(metrics, () => trail.figures());
  const sink = sinkOf(auditLog, output);
  const follower = new AuditFollower({ trail, sink, log, elapsed, onAttempt });
  follower.start();
  return follower;
}

function sinkOf(
  target: NonNullable<Config['auditLog']>,
  output?: AuditLogParts['output'],
): AuditSink {
  switch (target.kind) {
    case 'stdout':
      return outputSink(output ?? standardOutput());
    case 'file':
      return new FileSink(target.path);
  }
}

/** How many lines are in the buffer of the log at once, so that log lines find room, too. */
const atOnce = 20;

/** Standard output. Log and records share one buffer of whole lines, so that none is torn. */
function outputSink(output: Pick<LogTarget, 'append'>): AuditSink {
  return {
    write: async (lines: readonly string[]) => {
      for (let from = 0; from < lines.length; from += atOnce) {
        const some = lines.slice(from, from + atOnce);
        await output.append(some.map((line) => `${line}\n`).join(''));
      }
    },
    close: async () => undefined,
  };
}
