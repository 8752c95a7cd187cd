/** A hook for the sandbox: lets two writes that come at nearly the same time begin together; one alone goes on after a moment. */
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
