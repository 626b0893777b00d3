"use client";

import { LoaderCircle, RotateCw, Unplug } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import type { EmbedOptions } from "../../../server/contract/live-embed.ts";
import type { LinkRefusal, LiveLinkInfo } from "../../../server/contract/live-links.ts";
import { Button } from "../../ui/button.tsx";
import { LiveView, type OutsideModel } from "../live-view.tsx";
import { readLink } from "./link-access.ts";
import { UnlockForm } from "./unlock-form.tsx";
import { useForcedTheme } from "./use-forced-theme.ts";
import { useHostPage } from "./use-host-page.ts";

type LinkViewProps = { token: string; options: EmbedOptions; ignored: readonly string[] };

type Reading =
  | { step: "reading" }
  | { step: "unreachable" }
  | { step: "refused"; why: LinkRefusal; sentence: string; embedOrigins: readonly string[] }
  /** `openWith`: the token that lets in, once there is one. */
  | { step: "known"; info: LiveLinkInfo; openWith: string | null };

/** The live view of a link: all of the window, nothing else. What the link allows is for the server to say. */
export function LinkView({ token, options, ignored }: LinkViewProps) {
  const [reading, setReading] = useState<Reading>({ step: "reading" });
  const [theme, setTheme] = useState(options.theme);
  useForcedTheme(theme);
  const { step } = reading;
  const host = useHostPage({ listed: sitesOf(reading), ignored, onTheme: setTheme });
  const { state: tellState } = host;

  useEffect(() => {
    if (step !== "reading") return;
    const left = new AbortController();
    const read = async (): Promise<void> => {
      const next = await readLink(token, left.signal).catch(() => null);
      if (left.signal.aborted) return;
      if (next === null) setReading({ step: "unreachable" });
      else if ("refused" in next) setReading({ step: "refused", why: next.refused, sentence: next.sentence, embedOrigins: next.embedOrigins });
      else setReading({ step: "known", info: next.info, openWith: next.info.needsPassword ? null : token });
    };
    void read();
    return () => left.abort();
  }, [token, step]);
  useEffect(() => {
    if (reading.step === "known" && reading.openWith === null) tellState("locked");
    if (reading.step === "refused" && reading.why !== "password") tellState(reading.why, reading.sentence);
  }, [reading, tellState]);

  const retry = useCallback(() => setReading({ step: "reading" }), []);
  const askAgain = useCallback(async () => {
    const next = await readLink(token).catch(() => null);
    // What is over stays as it is, under its last picture.
    if (next !== null && "info" in next && next.info.needsPassword) setReading({ step: "known", info: next.info, openWith: null });
  }, [token]);
  const { model: noteModel } = host;
  const onModel = useCallback(
    (model: OutsideModel) => {
      noteModel(model);
      // What opened it lasts an hour, or until the password is changed; the link itself may be good for longer.
      if (model.state.status === "expired") void askAgain();
    },
    [noteModel, askAgain],
  );

  if (reading.step === "reading") return <Opening />;
  if (reading.step === "unreachable") return <Unreachable onRetry={retry} />;
  if (reading.step === "refused") return <Refused why={reading.why} />;
  const { openWith } = reading;
  if (openWith === null) return <UnlockForm token={token} onOpen={(opening) => setReading({ ...reading, openWith: opening })} />;
  return (
    <LiveView
      sessionId={reading.info.sessionId}
      mode={options.mode}
      token={openWith}
      chrome={options.chrome === "on"}
      initialZoom={options.fit === "actual" ? 1 : "fit"}
      initialTabId={options.tab ?? null}
      onTabs={host.tabs}
      onModel={onModel}
      smallHref={`/live/${openWith}?${new URLSearchParams({ chrome: "off", mode: "view", theme })}`}
      className="h-full rounded-none border-0"
    />
  );
}

/** Who may hear of it; null before that is known. */
function sitesOf(reading: Reading): readonly string[] | null {
  if (reading.step === "known") return reading.info.embedOrigins;
  return reading.step === "refused" ? reading.embedOrigins : null;
}

const WORDS: Record<LinkRefusal, { title: string; hint: string }> = {
  invalid: { title: "This link is not valid", hint: "Copy it again from where it was made." },
  expired: { title: "This link has expired", hint: "Ask whoever sent it for a new one." },
  revoked: { title: "This link was revoked", hint: "Ask whoever sent it for a new one." },
  password: { title: "This live view has a password", hint: "Ask whoever sent you the link." },
};

function Refused({ why }: { why: LinkRefusal }) {
  const { title, hint } = WORDS[why];
  return (
    <Centered>
      <div role="alert">
        <Unplug aria-hidden="true" className="mx-auto mb-2 size-6 text-muted-foreground" />
        <p className="text-base font-semibold">{title}</p>
        <p className="mt-1 text-muted-foreground">{hint}</p>
      </div>
    </Centered>
  );
}

function Unreachable({ onRetry }: { onRetry: () => void }) {
  return (
    <Centered>
      <div role="alert">
        <p className="text-base font-semibold">The server cannot be reached</p>
        <Button className="mt-3" onClick={onRetry}>
          <RotateCw aria-hidden="true" />
          Try again
        </Button>
      </div>
    </Centered>
  );
}

function Opening() {
  return (
    <Centered>
      <p role="status" className="flex items-center gap-2 text-muted-foreground">
        <LoaderCircle aria-hidden="true" className="size-4 animate-spin motion-reduce:animate-none" />
        Opening…
      </p>
    </Centered>
  );
}

const Centered = ({ children }: { children: ReactNode }) => <div className="grid h-full place-items-center p-4 text-center">{children}</div>;
