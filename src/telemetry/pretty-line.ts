/** Turns a JSON log line into a readable line for a terminal, without control characters. */
export function prettyLine(json: string): string {
  const line: Readonly<Record<string, unknown>> = JSON.parse(json);
  const { time, level, version: _version, event, msg, stack, ...facts } = line;
  const shown = Object.entries(facts)
    .filter(([, value]) => value !== null && JSON.stringify(value) !== '[]')
    .map(([name, value]) => `${name}=${escaped(value)}`);
  const head = [String(time).slice(11, 23), String(level).toUpperCase().padEnd(5), escaped(event)];
  const message = typeof msg === 'string' ? [escaped(msg)] : [];
  const frames = typeof stack === 'string' ? stack.split('\n').map(escaped) : [];
  return `${[[...head, ...message, ...shown].join(' '), ...frames].join('\n      ')}\n`;
}

/** JSON without its quotes; control characters could otherwise change what a terminal shows. */
function escaped(value: unknown): string {
  const text = JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return typeof value === 'string' ? text.slice(1, -1) : text;
}
