/** What is done when it is disposed, however often that is: once. */
export function disposeOnce(work: () => void): Disposable {
  const state = { done: false };
  return {
    [Symbol.dispose]: () => {
      if (!state.done) work();
      state.done = true;
    },
  };
}
