/** Lets everything else that is ready run first: long work calls it between its slices. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
