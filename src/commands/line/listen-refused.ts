/** Where the process wanted to listen, and the option of the port. */
export interface ListenPlace {
  readonly port: number;
  readonly option: 'PORT' | 'METRICS_PORT' | 'SANDBOX_PORT';
}

/** The process cannot listen at a port. */
export class ListenRefused extends Error {
  override readonly name = 'ListenRefused';
  readonly isTaken: boolean;

  constructor({ port, option }: ListenPlace, code: string, cause: unknown) {
    super(sentenceOf(port, option, code), { cause });
    this.isTaken = code === 'EADDRINUSE';
  }
}

function sentenceOf(port: number, option: string, code: string): string {
  if (/^(?:EADDRNOTAVAIL|EINVAL|ENOTFOUND|EAI_.*)$/.test(code))
    return `HOST: nothing can listen there: ${code}.`;
  const remedy = `set ${option} to another one.`;
  return code === 'EADDRINUSE'
    ? `Port ${port} is taken. Stop what listens there, or ${remedy}`
    : `Port ${port} cannot be opened: ${code}. Give the process that right, or ${remedy}`;
}
