/** A page with one thing to do on it. */
export type MutatedPage = {
  html: string;
  instruction: string;
  /** JavaScript for the element that is meant. */
  target: string;
  /** What the page hears when it was done. */
  event: "click" | "change" | "input";
  /** The element belongs to one of many (a row): what stands outside of it belongs to nothing or to another. */
  ofOne?: true;
};

const SECTIONS = "<section aria-label=Profile><h2>Profile</h2>";

/** Ten kinds of pages on which the same is done twice. */
export const PAGES: Record<string, MutatedPage> = {
  form: {
    html: `${SECTIONS}<form onsubmit="return false"><label>Nick <input></label><div><button type=button id=cancel class=btn>Cancel</button><button type=button id=save class=btn>Save</button></div></form></section>`,
    instruction: 'click "Save"',
    target: "document.querySelector('#save')",
    event: "click",
  },
  plain: {
    html: `<h1>Editor</h1><div><button>Undo</button><button>Redo</button><button>Publish</button></div><p>Draft of today.</p>`,
    instruction: "click Publish",
    target: "document.querySelectorAll('button')[2]",
    event: "click",
  },
  rows: {
    html: `<h1>People</h1><table><tr><th>Name<th>Role<th></tr><tr><td>Alice<td>Admin<td><button id=del-0>Delete</button></tr><tr><td>Bob<td>Guest<td><button id=del-1>Delete</button></tr><tr><td>Carol<td>Guest<td><button id=del-2>Delete</button></tr></table>`,
    instruction: "click Delete in the row of Bob",
    target: "document.querySelector('#del-1')",
    event: "click",
    ofOne: true,
  },
  list: {
    html: `<h1>Shopping</h1><ul><li>Milk <button class=x>Remove</button></li><li>Bread <button class=x>Remove</button></li></ul>`,
    instruction: "click Remove in the row of Milk",
    target: "document.querySelector('.x')",
    event: "click",
    ofOne: true,
  },
  cards: {
    html: `<h1>Shop</h1><div><div class=card><b>Kettle</b><button>Add</button></div><div class=card><b>Toaster</b><button>Add</button></div></div>`,
    instruction: "click Add next to Toaster",
    target: "document.querySelectorAll('button')[1]",
    event: "click",
    ofOne: true,
  },
  field: {
    html: `<h1>Address</h1><form><div><label>Street <input name=street></label></div><div><label>City <input name=city></label></div></form>`,
    instruction: "type Rome into City",
    target: "document.querySelector('[name=city]')",
    event: "input",
  },
  box: {
    html: `<h1>Options</h1><div><div><label><input type=checkbox name=a> Updates</label></div><div><label><input type=checkbox name=b> Newsletter</label></div></div>`,
    instruction: "check Newsletter",
    target: "document.querySelector('[name=b]')",
    event: "change",
  },
  nav: {
    html: `<nav aria-label=Main><div><a href="#home">Home</a> <a href="#reports">Reports</a> <a href="#help">Help</a></div></nav><main><h1>Home</h1><p>Welcome.</p></main>`,
    instruction: "click the Reports link",
    target: "document.querySelectorAll('a')[1]",
    event: "click",
  },
  dialog: {
    html: `<h1>App</h1><button>Close</button><div role=dialog aria-label=Settings style="border:1px solid"><div><button>Reset</button><button>Apply</button></div></div>`,
    instruction: "click Apply",
    target: "document.querySelectorAll('button')[2]",
    event: "click",
  },
  shadow: {
    html: `<h1>Files</h1><div id=host></div><script>host.attachShadow({ mode: "open" }).innerHTML = "<div><button>Download</button><button>Upload</button></div>"</script>`,
    instruction: "click Upload",
    target: "document.querySelector('#host').shadowRoot.querySelectorAll('button')[1]",
    event: "click",
  },
  frame: {
    html: `<h1>Checkout</h1><iframe name=pay srcdoc="<h2>Card</h2><div><button>Back</button><button>Pay now</button></div>"></iframe>`,
    instruction: "click Pay now",
    target: "document.querySelector('iframe').contentDocument.querySelectorAll('button')[1]",
    event: "click",
  },
};

/** One change of a page between two acts. */
export type Mutation = {
  /** A function of the element `t`; it gives the element that is the same now, or null where there is none. */
  change: string;
  /** Whether the same element is there, so that it can be told from all others. */
  same: boolean;
  /** Takes what belongs to one of many out of it. */
  leaves?: true;
};

const HELPERS = `
  const doc = t.ownerDocument;
  const one = t.closest("tr, li, .card, div") || t;
  const make = (html) => { const box = doc.createElement("div"); box.innerHTML = html; return box.firstElementChild; };
  const said = (el) => (el.labels && el.labels[0]) || el;
  const named = (el, words) => { const own = said(el); const text = [...own.childNodes].find((node) => node.nodeType === 3 && node.data.trim()); if (text) text.data = " " + words + " "; return el; };
  const whole = said(t);
  // A control of the same name: in a label where it has one.
  const twin = (id) => { const copy = whole.cloneNode(true); for (const el of [copy, ...copy.querySelectorAll("[id]")]) el.id = id; return copy; };
`;

/** Twelve ways in which pages change. */
export const MUTATIONS: Record<string, Mutation> = {
  wrap: { change: `const box = make("<div class=new><span></span></div>"); whole.replaceWith(box); box.firstChild.append(whole); return t;`, same: true },
  move: { change: `const place = whole.parentElement || whole.parentNode; place.prepend(whole); return t;`, same: true },
  elsewhere: {
    change: `const place = make("<section><h2>Archive</h2><p>Older things.</p></section>"); doc.body.append(place); place.append(whole); return t;`,
    same: true,
    leaves: true,
  },
  reorder: {
    change: `const all = [...one.parentNode.children].filter((el) => !el.querySelector("th")); for (const el of all.reverse()) one.parentNode.append(el); return t;`,
    same: true,
  },
  swap: {
    change: `const other = [...one.parentNode.children].find((el) => el !== one && el.localName === one.localName && !el.querySelector("th"));
      const inner = other && other.querySelector(t.localName);
      if (inner) { const id = inner.id, name = inner.getAttribute("name"); inner.id = t.id; t.id = id; if (name) { inner.name = t.name; t.name = name; } one.before(other); }
      return t;`,
    same: true,
  },
  rename: { change: `named(t, "Erase everything"); return null;`, same: false },
  replace: {
    change: `const other = named(whole.cloneNode(true), "Destroy"); whole.replaceWith(other); return null;`,
    same: false,
  },
  duplicate: { change: `whole.after(whole.cloneNode(true)); return t;`, same: false },
  remove: { change: `(t.closest("tr, li, .card") || whole).remove(); return null;`, same: false },
  role: {
    change: `if (t.localName === "input") { t.setAttribute("aria-description", "new"); return t; }
      const el = doc.createElement("div"); el.setAttribute("role", t.localName === "a" ? "link" : "button"); el.tabIndex = 0; if (t.id) el.id = t.id; el.textContent = t.textContent; t.replaceWith(el); return el;`,
    same: true,
  },
  twin: {
    change: `const place = make("<section><h2>Other things</h2><p>Of no interest.</p></section>"); place.append(twin("twin")); doc.body.prepend(place); return t;`,
    same: true,
  },
  embed: {
    change: `const frame = make("<iframe name=more></iframe>"); frame.srcdoc = "<h2>Advertisement</h2>" + twin("ad").outerHTML; doc.body.append(frame);
      await new Promise((resolve) => { frame.onload = resolve; }); return t;`,
    same: true,
  },
};

/** JavaScript that opens a page's eyes: what is done to which element is noted in `done`, the meant one is `meant`. */
export const watch = ({ target, event }: MutatedPage): string => `(() => {
  window.meant = ${target};
  window.done = [];
  window.watched = (win) => win.addEventListener("${event}", (e) => { if (e.isTrusted) window.done.push(e.composedPath()[0]); e.preventDefault && "${event}" === "click" && e.composedPath()[0].localName === "a" && e.preventDefault(); }, true);
  window.watched(window);
  for (const frame of document.querySelectorAll("iframe")) window.watched(frame.contentWindow);
})()`;

/** JavaScript that changes a watched page. */
export const mutate = ({ change }: Mutation): string => `(async () => {
  const t = window.meant;
  window.meant = await (async () => {${HELPERS} ${change}})();
  for (const frame of document.querySelectorAll("iframe[name=more]")) window.watched(frame.contentWindow);
})()`;

/** JavaScript that tells what was done: to the meant element, to another one, or nothing. */
export const TOLD = `(() => {
  const isMeant = (el) => window.meant !== null && (el === window.meant || window.meant.contains(el));
  return window.done.length === 0 ? "nothing" : window.done.every(isMeant) ? "meant" : "other";
})()`;
