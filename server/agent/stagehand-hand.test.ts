import { expect, it } from "vitest";
import { InputGate } from "../driver/input-gate.ts";
import { ModelHand, type Wire } from "./stagehand-hand.ts";

/** A client's wire that notes what it sends, and a hand that holds it. */
async function begin() {
  const gate = new InputGate();
  const sent: string[] = [];
  const wire: Wire = {
    _sendViaSession: (_, method) => {
      sent.push(method);
      return Promise.resolve({} as never);
    },
  };
  const hand = new ModelHand(gate, await gate.pass(AbortSignal.timeout(1_000)));
  hand.hold(wire);
  return { gate, hand, sent, send: (method: string, params?: object) => wire._sendViaSession("s", method, params) };
}
const HELD = { code: "HELD_BY_PERSON" };

it("sends everything while nobody takes over, and tells the gate of what is done after the answer alone", async () => {
  const { gate, hand, sent, send } = await begin();
  const inputs = async () => (await gate.pass(AbortSignal.timeout(1_000))).inputs;
  await send("Runtime.callFunctionOn");
  expect(await inputs()).toBe(0);
  hand.decide();
  await send("DOM.getBoxModel");
  expect(await inputs()).toBe(0);
  await send("Input.dispatchMouseEvent", { type: "mousePressed" });
  expect([await inputs(), sent.length]).toEqual([1, 3]);
});

it("does nothing once a person has the page, nor after they gave it back; it reads on and lets go", async () => {
  const { gate, hand, sent, send } = await begin();
  hand.decide();
  await send("Input.dispatchMouseEvent", { type: "mousePressed" });
  gate.close();
  for (const give of [() => {}, () => gate.open()]) {
    give();
    for (const deed of ["Input.insertText", "Runtime.callFunctionOn", "DOM.setFileInputFiles", "Page.navigate"])
      await expect(send(deed)).rejects.toMatchObject(HELD);
    await expect(send("Input.dispatchMouseEvent", { type: "mousePressed" })).rejects.toMatchObject(HELD);
  }
  await send("Runtime.evaluate");
  await send("Input.dispatchMouseEvent", { type: "mouseReleased" });
  expect(sent).toEqual(["Input.dispatchMouseEvent", "Runtime.evaluate", "Input.dispatchMouseEvent"]);
});

it("does not take an answer that was given while a person had the page", async () => {
  const { gate, hand } = await begin();
  gate.close();
  gate.open();
  expect(() => hand.decide()).toThrow(expect.objectContaining(HELD));
});
