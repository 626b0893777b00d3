import { describe, expect, it } from "vitest";
import { createMasker } from "../../core/masking/masker.ts";
import { compilePatterns } from "../../core/masking/patterns.ts";
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

  it("hides what configured patterns find in what a page shows, and leaves style sheets, class names and pictures alone", () => {
    const secrets = createTypedSecrets(createMasker({ patterns: compilePatterns(["EMP-?\\d{3}"]) }));
    const kept = { class: "EMP-123", style: "--EMP-123: 1", _cssText: ".EMP-123 {}", src: "data:image/png;base64,EMP123" };
    const event = (found: string) => ({
      type: 2,
      data: {
        href: `https://x.test/${found}`,
        node: { tagName: "p", id: 123, attributes: { ...kept, title: found }, childNodes: [{ type: 3, textContent: `Of ${found}`, id: 5 }] },
        style: { type: 3, textContent: ".EMP-123 {}", isStyle: true, id: 6 },
        texts: [{ id: 7, value: found }],
      },
    });
    expect(JSON.parse(secrets.hideInEvent(JSON.stringify(event("EMP-123"))))).toEqual(event("***"));
    expect(secrets.hide("Page of EMP-123")).toBe("Page of ***");
  });

  it("hides values of variables by their names, and leaves other events as they are", () => {
    const veil = createVeil();
    veil.learn({ token: "abc-def-ghi" });
    const secrets = createTypedSecrets(createMasker({ veil }));
    expect(secrets.hideInEvent('{"data":"abc-def-ghi"}')).toBe('{"data":"%token%"}');
    expect(secrets.hideInEvent('{"data" : 1}')).toBe('{"data" : 1}');
  });
});
