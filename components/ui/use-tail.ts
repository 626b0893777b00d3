"use client";

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Nearer to the end than this is at the end. */
const NEAR_PX = 24;

/**
 * Keeps a list that grows at its end at its end, as long as the reader is there; who has scrolled up stays where they are,
 * also when older items come in above. `box` goes to what scrolls; `behind`: the reader is not at the end.
 * @param first names the item at the top, @param last the one at the end
 */
export function useTail(first: string | undefined, last: string | undefined) {
  const box = useRef<HTMLElement>(null);
  const [behind, setBehind] = useState(false);
  const seen = useRef({ follows: true, first, last, top: 0, height: 0 });
  const onScroll = useCallback((): void => {
    const element = box.current;
    if (!element) return;
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    // Away from the end without having moved up: the list has grown.
    const follows = atEnd || (seen.current.follows && element.scrollTop >= seen.current.top);
    Object.assign(seen.current, { follows, top: element.scrollTop });
    setBehind(!follows);
  }, []);
  const toEnd = useCallback((): void => {
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const before = seen.current;
    if (before.follows) element.scrollTop = element.scrollHeight;
    // What came in above, and nothing at the end, has moved what the reader looks at.
    else if (before.first !== first && before.last === last) element.scrollTop += element.scrollHeight - before.height;
    seen.current = { follows: before.follows, first, last, top: element.scrollTop, height: element.scrollHeight };
  }, [first, last]);
  // Rows take their real height once they are drawn.
  useEffect(() => {
    const content = box.current?.lastElementChild;
    if (!content) return;
    const observer = new ResizeObserver(() => {
      if (seen.current.follows) toEnd();
    });
    observer.observe(content);
    return () => observer.disconnect();
  }, [toEnd]);
  return { box, behind, onScroll, toEnd };
}
