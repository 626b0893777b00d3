import { casesOf, fields, text } from "../../write.ts";

const outdoor = casesOf("outdoor.html");
const letter = casesOf("letter.html");
const staff = casesOf("staff.html");

const onDear = { prepare: "quill.setSelection(0, 4)" };

/** Bootstrap's shop, Quill's letter, DataTables' list of people. */
export const pages = [
  outdoor.explicit("menu", "Open the Tents menu and click Family", "location.hash === '#family'"),
  outdoor.explicit("menu-from", "choose Winter from the Boots menu", "location.hash === '#winter'"),
  outdoor.explicit("menu-same", "choose All under Boots", "location.hash === '#all-boots'"),
  outdoor.explicit("card", "Click Ask about it for Dal 4", `${fields({ "#item": "Dal 4" })} && $('ask').classList.contains('show')`),
  outdoor.explicit("modal", 'Click "Ask about it" under Fjell 2, type Is it dry? into Question and click Send question', "asked === 'Fjell 2: Is it dry?'"),
  outdoor.explicit("offcanvas", "open the basket", "$('basket').classList.contains('show')"),
  outdoor.explicit("offcanvas-item", "Open the basket and remove Gas cooker", "document.querySelectorAll('#basket li').length === 0"),
  outdoor.explicit("tab", "open the Repairs tab", "$('repair').classList.contains('active') && !$('care').classList.contains('active')"),
  outdoor.explicit("accordion", 'expand "Can I return a used tent?"', "$('back').classList.contains('show')"),
  outdoor.explicit("switch", "turn on Tell me about sales", fields({ "#news": true })),
  outdoor.explicit("toggle", "switch the layout to List", fields({ "#rows": true })),
  outdoor.explicit("tooltip", "hover over About prices", "document.querySelector('.tooltip')?.textContent === 'Prices include tax'"),
  outdoor.ambiguous("ask", "click Ask about it"),
  outdoor.nonsense("coupon", "apply the coupon SPRING"),

  letter.explicit("write", "type See you there into the editor", "line(0) === 'See you there'", { prepare: "quill.setText('')" }),
  letter.explicit("replace", "replace Monday with Tuesday", "line(1) === 'the water will be off on Tuesday.'"),
  letter.explicit("select-bold", "Select Monday and make it bold", "format('Monday').bold === true && !format('Dear').bold"),
  letter.explicit("italic", "click the italic button", "format('Dear').italic === true", onDear),
  letter.explicit("bullets", "click the bullet list button", "quill.getFormat(0).list === 'bullet'", onDear),
  letter.explicit("heading", "choose Heading 2 in the toolbar", "quill.getFormat(0).header === 2", onDear),
  letter.explicit(
    "send",
    "Fill in To with Flat 4 and Subject with Water, then click Send letter",
    `${text("#told", "Sent to Flat 4")} && ${fields({ "#subject": "Water" })}`,
  ),
  letter.nonsense("attach", "attach plan.pdf"),

  staff.explicit("sort", "sort by Age", "sorted() === '2 asc'"),
  staff.explicit("sort-down", "sort the table by Salary, descending", "sorted() === '3 desc'"),
  staff.explicit("search", "search for Sydney", "table.search() === 'Sydney'"),
  staff.explicit("page", "go to page 3", "table.page() === 2"),
  staff.explicit("next", "go to the next page", "table.page() === 1"),
  staff.explicit("length", "show 25 entries per page", "table.page.len() === 25"),
  staff.explicit("row", "click Edit for Cara Stevens", text("#told", "Editing Cara Stevens")),
  staff.explicit("search-row", "Search for Tiger and click Edit", text("#told", "Editing Tiger Nixon")),
  staff.ambiguous("edit", "click Edit"),
  staff.nonsense("homer", "click Edit for Homer Simpson"),
];
