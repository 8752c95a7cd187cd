/** A value that can be replaced while the process runs, such as a rotated secret. */
export interface Rotating<T> {
  readonly current: T;
  /** Reads the value again after `refused` was refused. Returns whether it has changed. */
  rereadAfter(refused: T): boolean;
}
