import type TurndownService from "turndown";

/** What is known of a table before its cells are written. */
type TableFacts = {
  /** Holds other tables, or a single cell: it only places what is in it. */
  isLayout: boolean;
  /** Its first row names the columns. */
  isHeaded: boolean;
  columns: number;
};

const CELLS = new Set(["TD", "TH"]);
const SECTIONS = new Set(["THEAD", "TBODY", "TFOOT"]);
/** Beyond this a span says something else than how wide a cell is. */
const SPAN_MOST = 50;

/**
 * GitHub's tables. Each table is looked at once, so that the time for it grows with its rows and no faster; line breaks
 * within a cell become `<br>`, since a row is one line.
 */
export function tables(service: TurndownService): void {
  const known = new WeakMap<Node, TableFacts>();
  const factsAround = (node: Node): TableFacts | null => {
    const table = tableOf(node);
    if (!table) return null;
    const facts = known.get(table) ?? factsOf(table);
    known.set(table, facts);
    return facts;
  };

  service.addRule("tableCell", {
    filter: ["th", "td"],
    replacement: (content, node) => {
      const facts = factsAround(node);
      if (!facts || facts.isLayout) return `\n\n${content}\n\n`;
      const words = content
        .trim()
        .replace(/\s*\n\s*/g, "<br>")
        .replace(/\|/g, "\\|");
      return `| ${words} ${"|  ".repeat(spanOf(node as Element) - 1)}`;
    },
  });
  service.addRule("tableRow", { filter: "tr", replacement: (content, node) => ((factsAround(node)?.isLayout ?? true) ? content : `\n${content.trim()} |\n`) });
  service.addRule("tableSection", { filter: ["thead", "tbody", "tfoot"], replacement: (content) => content });
  service.addRule("tableColumns", { filter: ["colgroup", "col"], replacement: () => "" });
  service.addRule("tableCaption", { filter: "caption", replacement: (content) => `\n${content.trim().replace(/\s*\n\s*/g, " ")}\n` });
  service.addRule("table", {
    filter: "table",
    replacement: (content, node) => {
      const facts = factsAround(node);
      if (!facts || facts.isLayout || facts.columns === 0) return `\n\n${content}\n\n`;
      const lines = content.split("\n").filter((line) => line.trim() !== "");
      const rows = lines.filter((line) => line.startsWith("|"));
      const caption = lines.filter((line) => !line.startsWith("|"));
      const line = (cell: string): string => `|${` ${cell} |`.repeat(facts.columns)}`;
      const [first = line(""), ...rest] = facts.isHeaded ? rows : [line(""), ...rows];
      return `\n\n${[...caption, ...(caption.length > 0 ? [""] : []), first, line("---"), ...rest].join("\n")}\n\n`;
    },
  });
}

function tableOf(node: Node): Element | null {
  for (let at: Node | null = node; at; at = at.parentNode) if (at.nodeName === "TABLE") return at as Element;
  return null;
}

function factsOf(table: Element): TableFacts {
  const rows = childrenOf(table).flatMap((child) => (SECTIONS.has(child.nodeName) ? childrenOf(child) : [child]).filter(({ nodeName }) => nodeName === "TR"));
  const cells = rows.map((row) => childrenOf(row).filter(({ nodeName }) => CELLS.has(nodeName)));
  const widths = cells.map((row) => row.reduce((sum, cell) => sum + spanOf(cell), 0));
  const [first] = rows;
  const isHeaded = first !== undefined && (first.parentNode?.nodeName === "THEAD" || (cells[0] ?? []).every(({ nodeName }) => nodeName === "TH"));
  return {
    isLayout: Boolean(table.querySelector("table")) || (rows.length === 1 && (cells[0]?.length ?? 0) <= 1),
    isHeaded,
    columns: Math.max(0, ...widths),
  };
}

function childrenOf(element: Element): Element[] {
  const out: Element[] = [];
  for (let child = element.firstElementChild; child; child = child.nextElementSibling) out.push(child);
  return out;
}

const spanOf = (cell: Element): number => Math.min(SPAN_MOST, Math.max(1, Number(cell.getAttribute("colspan")) || 1));
