import { casesOn } from "../../tuned/on-page.ts";
import { fields } from "../../write.ts";

const wiki = casesOn("{{tiddlywiki}}", { ready: "globalThis.$tw?.wiki && document.querySelectorAll('.tc-tiddler-view-frame').length === 2" });
const story = "$tw.wiki.getTiddlerList('$:/StoryList').join()";
const drafts = "$tw.wiki.filterTiddlers('[has[draft.of]get[draft.of]]').join()";

const home = casesOn("{{sb-admin}}", { ready: "document.readyState === 'complete'" });
const tables = casesOn("{{sb-admin}}tables.html", { ready: "document.querySelectorAll('#dataTable tbody tr').length === 10" });
const register = casesOn("{{sb-admin}}register.html");
const shown = (selector: string): string => `document.querySelector(${JSON.stringify(selector)}).classList.contains('show')`;

/** TiddlyWiki, a notebook of one page, and SB Admin 2, a dashboard's pages. */
export const realApps = [
  wiki.explicit("tiddlywiki-new", "click new tiddler", `${drafts} === 'New Tiddler'`),
  wiki.explicit("tiddlywiki-write", "Click new tiddler, type Pond into the title and click Confirm changes to this tiddler", "$tw.wiki.tiddlerExists('Pond')"),
  wiki.explicit("tiddlywiki-edit", "edit Seeds", `${drafts} === 'Seeds'`),
  wiki.explicit("tiddlywiki-edit-named", 'click "Edit this tiddler" in Garden', `${drafts} === 'Garden'`),
  wiki.explicit("tiddlywiki-close", "click close next to Garden in the sidebar", `${story} === 'Seeds'`),
  wiki.explicit("tiddlywiki-close-all", "close all", `${story} === ''`),
  wiki.explicit("tiddlywiki-tab", "open the Recent tab", "document.querySelector('.tc-sidebar-lists .tc-tab-selected')?.textContent.trim() === 'Recent'"),
  wiki.explicit("tiddlywiki-link", "click the Compost link", `${story}.split(',').includes('Compost')`),
  wiki.explicit(
    "tiddlywiki-search",
    "search for spade",
    "document.querySelector('.tc-sidebar-search input').value === 'spade' && document.querySelector('.tc-search-results')?.innerText.includes('Tools')",
  ),
  wiki.explicit("tiddlywiki-search-open", "Search for nectar and open Bees", `${story}.split(',').includes('Bees')`),
  wiki.explicit("tiddlywiki-sidebar", "hide the sidebar", "$tw.wiki.getTiddlerText('$:/state/sidebar') === 'no'"),
  wiki.explicit("tiddlywiki-panel", "open the control panel", `${story}.split(',').includes('$:/ControlPanel')`),
  wiki.ambiguous("tiddlywiki-which", "click Edit this tiddler", `${drafts} === ''`),
  wiki.nonsense("tiddlywiki-missing", "open the tiddler Greenhouse", `${story} === 'Garden,Seeds'`),

  home.explicit("sb-admin-expand", "expand Components", shown("#collapseTwo")),
  home.explicit("sb-admin-sidebar", "Open Utilities and click Colors", "location.pathname === '/utilities-color.html'"),
  home.explicit("sb-admin-logout", "Click Douglas McGee and then Logout", shown("#logoutModal")),
  home.explicit("sb-admin-alerts", "open the alerts menu", shown("[aria-labelledby=alertsDropdown]")),
  home.explicit("sb-admin-search", "type invoices into the search field", fields({ ".topbar > .navbar-search input": "invoices" })),
  home.nonsense("sb-admin-no-link", "open the Billing page", "location.pathname === '/' && !document.querySelector('.show')"),
  tables.explicit("sb-admin-sort", "sort by Salary", "$('#dataTable').DataTable().order().join() === '5,asc'"),
  tables.explicit("sb-admin-page", "go to page 4", "$('#dataTable').DataTable().page() === 3"),
  tables.explicit("sb-admin-length", "show 50 entries", "$('#dataTable').DataTable().page.len() === 50"),
  register.explicit(
    "sb-admin-names",
    "Enter Ida as the first name, Berg as the last name and ida@example.org as the email address",
    fields({ "#exampleFirstName": "Ida", "#exampleLastName": "Berg", "#exampleInputEmail": "ida@example.org" }),
  ),
  register.explicit(
    "sb-admin-passwords",
    "Type %password% into Password and %password% into Repeat Password",
    fields({ "#exampleInputPassword": "L4rch-wood", "#exampleRepeatPassword": "L4rch-wood" }),
    { variables: { password: "L4rch-wood" } },
  ),
];
