/** Takes one out of a list whose order means nothing, where it is there: the last takes its place. */
export function dropFrom<T>(list: T[], one: T): void {
  const at = list.lastIndexOf(one);
  const last = at < 0 ? undefined : list.pop();
  if (last !== undefined && last !== one) list[at] = last;
}
