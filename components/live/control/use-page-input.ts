"use client";

import { type RefObject, useEffect, useEffectEvent } from "react";
import { errorText } from "../../errors.ts";
import { pointOn } from "../geometry.ts";
import { listenToKeyboard } from "../keyboard-input.ts";
import { listenToPointer } from "../pointer-input.ts";
import type { LiveViewModel } from "../use-live-view.ts";
import type { ControlChoices } from "./control-tools.tsx";
import { listenToFileDrop } from "./file-drop.ts";
import type { ControlModel } from "./use-control.ts";

type PageInputOptions = {
  /** Whether the viewer was granted control and the view is live. */
  enabled: boolean;
  surface: RefObject<HTMLElement | null>;
  keyboard: RefObject<HTMLTextAreaElement | null>;
  /** The buttons of the view: pressing them leaves the keyboard with the page. */
  tools: RefObject<HTMLElement | null>;
  /** Whether the page has the viewer's keyboard now. */
  engaged: boolean;
  model: Pick<LiveViewModel, "send" | "pageSize">;
  control: Pick<ControlModel, "mayUse" | "state" | "notify" | "sendFiles">;
  choices: ControlChoices;
  sessionId: string;
  token: string | undefined;
  /** Takes the keyboard, and gives it back. */
  onPress: () => void;
  onRelease: () => void;
};

/** Sends what a viewer does on the picture to the page: pointer, keyboard, what is pasted and what is dropped. */
export function usePageInput(options: PageInputOptions): void {
  const { enabled, surface, keyboard, tools, sessionId, token } = options;
  const { send } = options.model;
  const { sendFiles } = options.control;
  const pageSize = useEffectEvent(() => options.model.pageSize);
  const isEngaged = useEffectEvent(() => options.engaged);
  const mayUse = useEffectEvent(() => options.control.mayUse);
  const rawTouches = useEffectEvent(() => options.choices.touches);
  const onPress = useEffectEvent(() => options.onPress());
  const onRelease = useEffectEvent(() => options.onRelease());
  const notify = useEffectEvent((sentence: string) => options.control.notify(sentence));
  const onBlocked = useEffectEvent(() => options.control.notify(`${options.control.state?.holder?.name ?? "Another viewer"} has control; ask for it first.`));
  const onFiles = useEffectEvent((files: File[]) => {
    sendFiles({ sessionId, token }, files).then(
      (sent) => sent && send({ type: "pasteFiles", fileIds: sent.map(({ fileId }) => fileId) }),
      (error: unknown) => notify(errorText(error)),
    );
  });

  useEffect(() => {
    if (!enabled || surface.current === null || keyboard.current === null) return;
    const on = surface.current;
    const onMac = /mac|iphone|ipad/i.test(navigator.userAgent);
    const stops = [
      listenToPointer({
        surface: on,
        pageSize: () => pageSize(),
        mayUse: () => mayUse(),
        rawTouches: () => rawTouches(),
        engaged: () => isEngaged(),
        onMac,
        send,
        onPress: () => onPress(),
        onBlocked: () => onBlocked(),
      }),
      listenToKeyboard({ box: keyboard.current, onMac, send, onRelease: () => onRelease(), onFiles: (files) => onFiles(files) }),
      listenToFileDrop({
        surface: on,
        sendFiles: (files) => sendFiles({ sessionId, token }, files),
        mayUse: () => mayUse(),
        pointOf: (event) => pointOn(on, pageSize(), event),
        send,
        notify: (sentence) => notify(sentence),
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [enabled, surface, keyboard, send, sendFiles, sessionId, token]);

  useEffect(() => {
    const bar = tools.current;
    if (!enabled || bar === null) return;
    const stop = new AbortController();
    const onMouseDown = (event: MouseEvent): void => {
      // A page that loses the keyboard under the press changes the line of tools, and the press would miss its button.
      // Lists of the system open by that press.
      if (isEngaged() && !(event.target instanceof HTMLSelectElement)) event.preventDefault();
    };
    bar.addEventListener("mousedown", onMouseDown, { signal: stop.signal });
    return () => stop.abort();
  }, [enabled, tools]);
}
