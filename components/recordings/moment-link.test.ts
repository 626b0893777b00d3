import { expect, it } from "vitest";
import { momentUrl } from "./moment-link.ts";

it("leads to the moment, with the tab and the view, and not past it", () => {
  expect(momentUrl("http://perch.test/recordings/sess_1?view=both&t=3&tab=T1#x", 61_990)).toBe("http://perch.test/recordings/sess_1?view=both&t=61.9&tab=T1");
  expect(momentUrl("http://perch.test/recordings/sess_1", 0)).toBe("http://perch.test/recordings/sess_1?t=0");
});
