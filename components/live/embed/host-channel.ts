import { isListedOrigin } from "../../../server/contract/embed-origins.ts";
import { EmbedCommand, EmbedEvent } from "../../../server/contract/live-embed.ts";

type HostChannelOptions = {
  /** This page's window. */
  frame: Pick<Window, "addEventListener" | "removeEventListener" | "parent"> & {
    location: Pick<Location, "origin" | "ancestorOrigins">;
    document: { referrer: string };
  };
  /** The sites that may frame this page; its own always may. */
  listed: readonly string[];
  onCommand: (command: EmbedCommand) => void;
};

type Told = EmbedEvent extends infer Event ? (Event extends EmbedEvent ? Omit<Event, "source" | "version"> : never) : never;

/** The way between this page and the one that frames it. */
export type HostChannel = {
  /** Tells the page around this one; nothing where there is none, or none that is listed. */
  tell(event: Told): void;
  close(): void;
};

/**
 * Opens it. Messages are addressed to the origin of the page around this one where it is listed, never to just anybody:
 * where the browser does not tell that origin, to each listed site, and the browser drops all but the right one.
 */
export function openHostChannel({ frame, listed, onCommand }: HostChannelOptions): HostChannel {
  const { parent, location } = frame;
  const isFramed = parent !== (frame as unknown);
  const mayHear = (origin: string): boolean => origin === location.origin || isListedOrigin(listed, origin);
  const host = hostOrigin(frame);
  const targets = host === null ? [location.origin, ...listed.filter((site) => !site.includes("*"))] : [host].filter(mayHear);

  const onMessage = ({ source, origin, data }: MessageEvent<unknown>): void => {
    if (source !== parent || !mayHear(origin)) return;
    const command = EmbedCommand.safeParse(data);
    if (command.success) onCommand(command.data);
  };
  if (isFramed) frame.addEventListener("message", onMessage);
  return {
    tell: (event) => {
      if (!isFramed) return;
      const message = EmbedEvent.parse({ source: "perch", version: 1, ...event });
      for (const target of targets) parent.postMessage(message, target);
    },
    close: () => frame.removeEventListener("message", onMessage),
  };
}

/** The origin of the page around this one; null where the browser does not say. */
function hostOrigin({ location, document }: HostChannelOptions["frame"]): string | null {
  const [nearest] = location.ancestorOrigins ?? [];
  if (nearest !== undefined && nearest !== "null") return nearest;
  return URL.canParse(document.referrer) ? new URL(document.referrer).origin : null;
}
