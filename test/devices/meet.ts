/** A hook for the sandbox that starts two simultaneous writes together; one alone waits 6 ms. */
export function meet(): () => Promise<void> {
  let waiting: (() => void) | undefined;
  return () =>
    new Promise((resolve) => {
      if (waiting === undefined) {
        const goOn = (): void => {
          waiting = undefined;
          resolve();
        };
        waiting = goOn;
        setTimeout(goOn, 6);
      } else {
        waiting();
        resolve();
      }
    });
}
