import type { ObservedElement } from "../../../server/contract/agent.ts";

const quoted = (text: string): string => `"${text.replaceAll('"', "'")}"`;

/** How to name an element in an instruction. */
export const nameOf = (element: Pick<ObservedElement, "role" | "name" | "context">): string =>
  `the ${quoted(element.name)} ${element.role}${element.context ? ` in ${quoted(element.context)}` : ""}`;

/** The verb that an ambiguous instruction began with, and the value it carried, now aimed at one of the candidates. */
export function clearer(instruction: string, element: Pick<ObservedElement, "ref">): string {
  const typing = /^\s*(type|enter|fill|write|input)\s+("[^"]*"|'[^']*'|\S+)/i.exec(instruction);
  if (typing) return `type ${typing[2]} into [${element.ref}]`;
  const selecting = /^\s*(select|choose|pick)\s+("[^"]*"|'[^']*'|\S+)\s+(?:from|in)\b/i.exec(instruction);
  if (selecting) return `select ${selecting[2]} from [${element.ref}]`;
  const verb = /^\s*(double-click|double click|right-click|right click|hover|check|uncheck|focus)\b/i.exec(instruction)?.[1]?.toLowerCase() ?? "click";
  return `${verb} [${element.ref}]`;
}

/** The beginning of an instruction that still wants a value, for elements that take one; null for all others. */
export function beginning(element: Pick<ObservedElement, "ref" | "methods">): { label: string; instruction: string } | null {
  if (element.methods.includes("select")) return { label: "Select", instruction: `select "" from [${element.ref}]` };
  if (element.methods.includes("type")) return { label: "Type", instruction: `type "" into [${element.ref}]` };
  return null;
}
