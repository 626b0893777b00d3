import { describe, expect, it } from "vitest";
import { createMasker } from "../../core/masking/masker.ts";
import { createVeil } from "../../core/veil.ts";
import { createTypedSecrets } from "./typed-secrets.ts";

const type = (text: string, secrets = createTypedSecrets(createMasker())) => {
  for (let i = 1; i <= text.length; i++) secrets.hear("1", text.slice(0, i));
  return secrets;
};

describe("typed secrets", () => {
  it("hides the value and most of its beginnings, not the words that it begins with", () => {
    const secrets = type("the quick secret");
    expect(secrets.hide("the quick secret")).toBe("********");
    expect(secrets.hide("you typed: the quick se, so far")).toBe("you typed: ********, so far");
    expect(secrets.hide("the quick fox")).toBe("********fox");
    expect(secrets.hide("the query")).toBe("the query");
  });

  it("remembers a value that was deleted, and both of two that were typed after each other", () => {
    const secrets = type("hunter2secret");
    for (const value of ["hunter2", "h", "", "o", "other-password"]) secrets.hear("1", value);
    expect(secrets.hide("hunter2secret / other-password")).toBe("******** / ********");
  });

  it("changes texts of an event and nothing of its structure, so that it stays an event", () => {
    const secrets = type('in"put');
    secrets.hear("2", "node");
    const event = { type: 3, data: { node: { tagName: "node", id: 4, attributes: { class: "node", value: 'in"put' } } }, timestamp: 5 };
    expect(JSON.parse(secrets.hideInEvent(JSON.stringify(event)))).toEqual({
      ...event,
      data: { node: { tagName: "node", id: 4, attributes: { class: "********", value: "********" } } },
    });
  });

  it("hides values of variables by their names, and leaves other events as they are", () => {
    const veil = createVeil();
    veil.learn({ token: "abc-def-ghi" });
    const secrets = createTypedSecrets(createMasker({ veil }));
    expect(secrets.hideInEvent('{"data":"abc-def-ghi"}')).toBe('{"data":"%token%"}');
    expect(secrets.hideInEvent('{"data" : 1}')).toBe('{"data" : 1}');
  });
});
