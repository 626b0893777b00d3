import type { EvalCase } from "../../case.ts";
import { casesOf, fields, same } from "../../write.ts";

const mail = casesOf("mail.html");
const orders = casesOf("orders.html");
const calendar = casesOf("calendar.html");
const writer = casesOf("writer.html");

const days = (of: Record<string, string>): string => same("Object.fromEntries(calendar.events.map((event) => [event.id, event.day]))", of);
const planned = { dentist: "2027-03-09", s1: "2027-03-02", s2: "2027-03-16", lunch: "2027-03-18", mix: "2027-04-05" };
const eightRows = `const size = document.getElementById("size"); size.value = "8"; size.dispatchEvent(new Event("change"))`;

/** Webmail of divs, a table of orders, a calendar with date pickers, and a text editor with menus. */
export const officeCases: readonly EvalCase[] = [
  mail.explicit("open", "Open the message from Priya Nair", "mail.open === 3"),
  mail.explicit("star", "Star the message from Tom Becker", same("mail.rows.filter((row) => row.star).map((row) => row.id)", [2])),
  mail.explicit("archive", "Tick the first and the third message, then click Archive", same("mail.rows.map((row) => row.id)", [2, 4, 5, 6])),
  mail.explicit(
    "unread",
    'Right-click "Invoice 2031" and choose Mark as unread',
    same("mail.rows.filter((row) => row.unread).map((row) => row.id)", [1, 2, 5, 6]),
  ),
  mail.explicit(
    "compose",
    "Click Compose, type ana@example.org into To, Hello into Subject and 'See you on Friday' into the message body, then press Send",
    same("mail.sent", [{ to: "ana@example.org", subject: "Hello", body: "See you on Friday" }]),
  ),
  mail.explicit("hover", "Hover over the message from Tom Becker and click its Delete button", same("mail.rows.map((row) => row.id)", [1, 3, 4, 5, 6])),
  mail.explicit("drafts", "Go to the Drafts folder", `mail.folder === "Drafts"`),
  mail.explicit("search", "Type flight into Search mail and press Enter", `mail.query === "flight"`),
  mail.explicit(
    "read",
    "Tick the checkbox of the message from Luis Ortega and click Mark as read",
    same("mail.rows.filter((row) => row.unread).map((row) => row.id)", [1, 2]),
  ),
  mail.ambiguous("anna", "Open the message from Anna Schmidt"),
  mail.ambiguous("a-star", "click the star"),
  mail.nonsense("trip", "Open the message from Wolfgang Petersen"),
  mail.nonsense("babble", "qwer asdf yxcv"),

  orders.explicit("sort", "Sort the table by Customer", `orders.key === "customer" && orders.up`),
  orders.explicit("twice", "Click the Total column header twice", `orders.key === "total" && !orders.up`),
  orders.explicit("tick", "Tick the checkbox in the row of Alice Moreau", same("orders.rows.filter((row) => row.ticked).map((row) => row.id)", [1001])),
  orders.explicit("refund", "Click Next, then click Actions in the row of Farah Aziz and choose Refund", same("orders.acted", ["Refund 1007"])),
  orders.explicit("delete", "In the row of Dana Fox, open the Actions menu and click Delete", same("orders.acted", ["Delete 1004"])),
  orders.explicit(
    "status",
    "Select Shipped from Status in the row of Ben Carter",
    same("orders.rows.filter((row) => row.status !== 'New').map((row) => [row.id, row.status])", [[1002, "Shipped"]]),
  ),
  orders.explicit(
    "note",
    "Double-click the note in the row of Chen Wei, type 'call back' and press Enter",
    same("orders.rows.filter((row) => row.note).map((row) => [row.id, row.note])", [[1003, "call back"]]),
  ),
  orders.explicit("all", "Tick Select all orders and press Delete selected", "orders.rows.length === 0"),
  orders.explicit("size", "choose 12 from Rows per page", `orders.size === 12 && document.querySelectorAll("tbody tr").length === 12`),
  orders.explicit("page", "Go to page 3", "orders.page === 3"),
  orders.ambiguous("actions", "click Actions"),
  orders.ambiguous("chen", "Tick the checkbox in the row of Chen Wei", { prepare: eightRows }),
  orders.nonsense("zoe", "Open the Actions menu in the row of Zoe Quist"),

  calendar.explicit("twice", "Click Next month twice", `calendar.month === 4 && calendar.year === 2027`),
  calendar.explicit("dentist", "Open the Dentist event", `calendar.open === "dentist"`),
  calendar.explicit("week", "Switch to the Week tab", `calendar.view === "Week"`),
  calendar.explicit("create", "Double-click on 25 March 2027", same("calendar.created", ["2027-03-25"])),
  calendar.explicit("drag", "Drag 'Team lunch' to 25 March 2027", days({ ...planned, lunch: "2027-03-25" })),
  calendar.explicit("start", "Choose 23 April 2027 as the start date", fields({ "#from": "2027-04-23", "#to": "" })),
  calendar.explicit("end", "Click Choose end date and pick 19 March 2027", fields({ "#to": "2027-03-19", "#from": "" })),
  calendar.explicit(
    "book",
    "Type Rehearsal into What, set the start time to 18:30, choose Booth from Room and click Book",
    same("calendar.booked", ["Rehearsal", "", "", "18:30", "Booth"]),
  ),
  calendar.ambiguous("stand-up", "Open the Stand-up event"),
  calendar.nonsense("party", "Drag 'Office party' to 25 March 2027"),
  calendar.nonsense("february", "Set the start date to 31 February 2027"),

  writer.explicit("pdf", "Open the File menu, choose Export and then PDF", same("writer.did", ["Export/PDF"])),
  writer.explicit("align", "In the Format menu, click Align and then Right", `writer.align === "Right"`),
  writer.explicit("bold", "click Bold", same("[...document.querySelectorAll('[aria-pressed]')].map((one) => one.ariaPressed)", ["true", "false", "false"])),
  writer.explicit("ruler", "Open the View menu and tick Ruler", same("writer.view", { Ruler: true, "Word count": true })),
  writer.explicit("zoom", "Select 150% from Zoom", `writer.zoom === "150%"`),
  writer.explicit("comment", "Right-click the document and choose Add comment", same("writer.did", ["Context/Add comment"])),
  writer.explicit("save", "Press Ctrl+S", "writer.saved === 1"),
  writer.explicit("title", "Change the document title to Minutes", fields({ "#title": "Minutes" })),
  writer.explicit("rewrite", "Clear the document and type 'Dear team,' into it", `document.getElementById("page").innerText.trim() === "Dear team,"`),
  writer.explicit("resolve", "click Resolve under Marek's comment", same("writer.resolved", [1])),
  writer.ambiguous("resolve-which", "Click Resolve"),
  writer.nonsense("tools", "Open the Tools menu and choose Spelling"),
];
