import { expect, test } from "vitest";
import { type GridNode, MARK } from "./grid-client.ts";
import { idleTimeoutOf, markedSessions, nodeOf, placesOf, seenIn, writeMark } from "./grid-places.ts";

type Session = NonNullable<GridNode["slots"][number]["session"]>;

/** A node with these slots: null is a free one, for Chrome unless another browser is named. */
const node = (uri: string, sessions: (Session | null)[], over: Partial<GridNode> = {}, browserName = "chrome"): GridNode => ({
  uri,
  availability: "UP",
  maxSessions: sessions.length,
  sessionTimeout: 300_000,
  slots: sessions.map((session) => ({ session, stereotype: { browserName } })),
  ...over,
});
const session = (sessionId: string, mark?: string): Session => ({ sessionId, capabilities: mark === undefined ? {} : { [MARK]: mark } });

test.each([
  ["an empty Grid", [], { nodesUp: 0, slots: 0, free: 0 }],
  ["free and taken slots", [node("a", [null, session("1")]), node("b", [null, null])], { nodesUp: 2, slots: 4, free: 3 }],
  [
    "a node that is down or drains",
    [node("a", [null], { availability: "DOWN" }), node("b", [null], { availability: "DRAINING" })],
    { nodesUp: 0, slots: 0, free: 0 },
  ],
  ["more slots than the node takes sessions", [node("a", [null, null, session("1")], { maxSessions: 2 })], { nodesUp: 1, slots: 2, free: 1 }],
  ["slots of other browsers", [node("a", [null, null], {}, "firefox")], { nodesUp: 1, slots: 0, free: 0 }],
])("places of %s", (_, nodes, places) => expect(placesOf(nodes)).toEqual(places));

test("launches that hold a slot already are those being started by anybody, and ours by their mark", () => {
  const nodes = [node("a", [session("reserved"), session("1", writeMark("i", "srv_1", "br_1")), session("2", writeMark("i", "srv_1", "br_2")), session("3")])];
  expect(seenIn(nodes, new Set(["br_1"]))).toBe(2);
  expect(seenIn(nodes, new Set())).toBe(1);
});

test("our sessions are found by their marks, and nothing else is taken for one", () => {
  const nodes = [node("a", [null, session("1", writeMark("i", "srv_1", "br_1")), session("2", "no mark"), session("3", "i//br_2"), session("4")])];
  expect(markedSessions(nodes)).toEqual([{ gridSession: "1", installation: "i", serverId: "srv_1", browserId: "br_1" }]);
});

test("a session's node, and the time after which the strictest node ends an idle session", () => {
  const nodes = [node("a", [session("1")]), node("b", [session("2")], { sessionTimeout: 60_000 })];
  expect(nodeOf(nodes, "2")?.uri).toBe("b");
  expect(nodeOf(nodes, "3")).toBeNull();
  expect(idleTimeoutOf(nodes)).toBe(60_000);
});
