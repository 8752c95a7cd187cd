/** The progress of a campaign of four lines, for tests of the page. */
export const progress = {
  lines: 4,
  waiting: 1,
  running: 0,
  done: 3,
  failed: 0,
  skipped: 0,
  checked: 4,
  perMinute: 0,
  secondsLeft: null,
  outcomes: [],
  skips: [],
  findings: [],
  deviceCounts: [],
};
