import type { ExtractCase } from "../case.ts";
import { DOCUMENTS } from "./documents.ts";
import { LISTS } from "./lists.ts";
import { SHOPS } from "./shops.ts";
import { TABLES } from "./tables.ts";

/** The half that the extraction is tuned with. */
export const TUNED: readonly ExtractCase[] = [...SHOPS, ...TABLES, ...DOCUMENTS, ...LISTS];
