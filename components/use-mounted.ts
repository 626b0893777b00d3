import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** False while the server's HTML is taken over, true from then on: for what only the browser knows. */
export const useMounted = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
