import {
  securityEventTypes,
  type SecurityEvent,
  type SecurityEventType,
} from '../domain/outbox/security-event.ts';

/** How many security events of each type this process has reported. */
export class SecurityCounts {
  readonly counts = new Map<SecurityEventType, number>(securityEventTypes.map((type) => [type, 0]));

  /** Returns a function that counts an event before it reports it. */
  counted(report: (event: SecurityEvent) => void): (event: SecurityEvent) => void {
    return (event) => {
      this.counts.set(event.type, (this.counts.get(event.type) ?? 0) + 1);
      report(event);
    };
  }
}
