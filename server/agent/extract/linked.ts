import type { Json } from "../../contract/common.ts";
import { nodeOf, type PageNode } from "./page-tree.ts";

type Entity = { [key: string]: Json };

const MAX_DEPTH = 8;
const isEntity = (data: Json | undefined): data is Entity => typeof data === "object" && data !== null && !Array.isArray(data);

/** The things that JSON-LD speaks of, each by itself: lists and graphs (`@graph`) are taken apart. */
export function entitiesIn(linked: readonly Json[]): Json[] {
  return linked.flatMap((data): Json[] => {
    if (Array.isArray(data)) return entitiesIn(data);
    if (isEntity(data) && Array.isArray(data["@graph"])) return entitiesIn(data["@graph"]);
    return [data];
  });
}

/** JSON-LD as a page that shows it, so that lists in it are found as lists of a page are. */
export function linkedPage(linked: readonly Json[]): PageNode {
  const byType = Map.groupBy(entitiesIn(linked).filter(isEntity), typeOf);
  return nodeOf({ tag: "body", kids: [...byType].map(([type, entities]) => listOf(type, entities, 0)) });
}

const typeOf = (entity: Entity): string => String([entity["@type"]].flat()[0] ?? "");

function listOf(name: string, items: readonly Json[], depth: number): PageNode {
  return nodeOf({ tag: "ul", names: [name], kids: items.map((item) => nodeOf({ tag: "li", kids: [partOf("", item, depth)] })) });
}

function partOf(name: string, data: Json, depth: number): PageNode {
  const names = name ? [name] : [];
  if (depth > MAX_DEPTH || data === null) return nodeOf({ tag: "data", names });
  if (Array.isArray(data)) return data.length === 1 ? partOf(name, data[0] as Json, depth) : listOf(name, data, depth + 1);
  if (!isEntity(data)) {
    const text = String(data);
    const address = /^https?:/.test(text) ? text : null;
    const isPicture = /image|logo|thumbnail/i.test(name);
    return nodeOf({ tag: "data", names, kids: [text], value: text, ...(isPicture ? { src: address } : { href: address }) });
  }
  const wrapped = isEntity(data.item) && "position" in data ? data.item : data;
  const fields = Object.entries(wrapped).filter(([key]) => !key.startsWith("@"));
  return nodeOf({ tag: "section", names, kids: fields.map(([key, value]) => partOf(key, value, depth + 1)) });
}
