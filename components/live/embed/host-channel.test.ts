import { describe, expect, it } from "vitest";
import type { EmbedCommand } from "../../../server/contract/live-embed.ts";
import { openHostChannel } from "./host-channel.ts";

/** A framed page in a window that says `ancestors` of what is around it. */
function framed({ ancestors, referrer = "", listed = ["https://shop.example"] }: { ancestors?: string[]; referrer?: string; listed?: string[] }) {
  const posted: { type: string; target: string }[] = [];
  const commands: EmbedCommand[] = [];
  const events = new EventTarget();
  const parent = { postMessage: ({ type }: { type: string }, target: string) => posted.push({ type, target }) };
  const location = { origin: "https://perch.example", ancestorOrigins: ancestors as unknown as DOMStringList };
  const frame = {
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
    parent,
    location,
    document: { referrer },
  };
  const channel = openHostChannel({
    frame: frame as unknown as Parameters<typeof openHostChannel>[0]["frame"],
    listed,
    onCommand: (command) => commands.push(command),
  });
  const say = (data: unknown, origin: string, source: unknown = parent): void =>
    void events.dispatchEvent(Object.assign(new Event("message"), { data, origin, source }));
  return { channel, posted, commands, say };
}
const ready = { type: "perch:ready" as const, ignored: [] };

describe("what a framed page tells", () => {
  it("goes to the origin around it, where that is listed or its own", () => {
    for (const [around, targets] of [
      ["https://shop.example", ["https://shop.example"]],
      ["https://perch.example", ["https://perch.example"]],
      ["https://evil.example", []],
    ] as const) {
      const { channel, posted } = framed({ ancestors: [around] });
      channel.tell(ready);
      expect(posted.map(({ target }) => target)).toEqual(targets);
    }
  });

  it("goes by the referrer, and where nothing is known to each listed site by name, never to everybody", () => {
    const byReferrer = framed({ referrer: "https://shop.example/page" });
    byReferrer.channel.tell(ready);
    expect(byReferrer.posted.map(({ target }) => target)).toEqual(["https://shop.example"]);
    const unknown = framed({ listed: ["https://shop.example", "https://*.shop.example"] });
    unknown.channel.tell(ready);
    expect(unknown.posted.map(({ target }) => target)).toEqual(["https://perch.example", "https://shop.example"]);
  });
});

describe("what is said to a framed page", () => {
  it("is heard from the listed page around it alone, and only what it understands", () => {
    const { commands, say, channel } = framed({ ancestors: ["https://shop.example"] });
    const command = { type: "perch:set-tab", tabId: "T1" };
    say(command, "https://evil.example");
    say(command, "https://shop.example", {});
    say({ type: "perch:explode" }, "https://shop.example");
    expect(commands).toEqual([]);
    say(command, "https://shop.example");
    expect(commands).toEqual([command]);
    channel.close();
    say(command, "https://shop.example");
    expect(commands).toHaveLength(1);
  });

  it("is not heard from look-alikes, sandboxed pages, or pages around the one around it", () => {
    const { commands, say, posted, channel } = framed({
      ancestors: ["https://shop.example", "https://evil.example"],
      listed: ["https://shop.example", "https://*.shop.example"],
    });
    const command = { type: "perch:set-tab", tabId: "T1" };
    for (const origin of ["https://shop.example.evil.example", "https://evilshop.example", "http://shop.example", "https://shop.example:8443", "null", ""])
      say(command, origin);
    // The outermost page, though its own name were listed: it is not the parent.
    say(command, "https://a.shop.example", { postMessage: () => undefined });
    expect(commands).toEqual([]);
    channel.tell(ready);
    expect(posted.map(({ target }) => target)).toEqual(["https://shop.example"]);
    const sandboxed = framed({ ancestors: ["null"] });
    sandboxed.channel.tell(ready);
    sandboxed.say(command, "null");
    expect(sandboxed.posted.map(({ target }) => target)).not.toContain("*");
    expect(sandboxed.commands).toEqual([]);
  });
});
