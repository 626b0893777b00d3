/** The words of a language that instructions are written in. Data only: another language is another file of this shape. */
export type Language = {
  /** Verb → what it does. Longer verbs are tried first. */
  verbs: Record<string, Verb>;
  /** Verbs that name the field before what is typed. */
  fieldFirst: readonly string[];
  /** Word for a kind of element → the ARIA roles that it may mean. */
  roles: Record<string, readonly string[]>;
  /** Kinds that open a list below them. */
  popups: readonly string[];
  ordinals: Record<string, number>;
  /** Between what is typed and its field. The lists of such words are in the order in which they are tried. */
  into: readonly string[];
  /** Of these, those that say surely that a field follows. */
  typedIn: readonly string[];
  /** Verbs of typing that also mean going somewhere. */
  alsoGoes: readonly string[];
  /** Between a field and what is typed. */
  with: readonly string[];
  /** Between a key and the field it is pressed in. */
  inField: readonly string[];
  /** Between an option and its list. */
  outOf: readonly string[];
  /** Between what is dragged and where it goes. */
  onto: readonly string[];
  /** Words before a place that narrows the target. */
  within: readonly string[];
  /** Words for a kind of place → the ARIA roles that it may mean; after a place's own name they carry nothing. */
  places: Record<string, readonly string[]>;
  /** Said of where on the page something is; it tells too little to choose by. */
  whereabouts: readonly string[];
  /** Between a kind and a name. */
  labelled: readonly string[];
  /** Words that begin a next step. */
  joins: readonly string[];
  courtesies: readonly string[];
  /** Words that carry nothing. */
  articles: readonly string[];
  /** Words of a search for more than one. */
  quantifiers: readonly string[];
  /** What is closed by a button in it. */
  closable: readonly string[];
  /** What a search field is called, and which kind it is. */
  search: string;
  searchKind: string;
  /** A name with one of these means the contrary of the same name without. */
  negations: readonly string[];
  /** Groups of words that interfaces use for the same thing. */
  synonyms: readonly (readonly string[])[];
  /** Kinds that are none of the platform's: what the author calls so tells which is meant. */
  loose: readonly string[];
  /** Signs that stand for an icon. */
  symbols: Record<string, string>;
  /** What icons are called in code → what people call what they do. */
  icons: Record<string, readonly string[]>;
};

export type Verb =
  | "click"
  | "type"
  | "select"
  | "check"
  | "uncheck"
  | "press"
  | "scroll"
  | "hover"
  | "doubleClick"
  | "rightClick"
  | "clear"
  | "drag"
  | "back"
  | "forward"
  | "reload"
  | "expand"
  | "collapse"
  | "search"
  | "close";

export const en: Language = {
  verbs: {
    "double-click": "doubleClick",
    "double click": "doubleClick",
    "right-click": "rightClick",
    "right click": "rightClick",
    doubleclick: "doubleClick",
    rightclick: "rightClick",
    "go back": "back",
    "navigate back": "back",
    "go forward": "forward",
    scroll: "scroll",
    "click on": "click",
    click: "click",
    "tap on": "click",
    tap: "click",
    push: "click",
    open: "click",
    expand: "expand",
    collapse: "collapse",
    close: "close",
    dismiss: "close",
    follow: "click",
    focus: "click",
    toggle: "click",
    "go to": "click",
    "switch to": "click",
    type: "type",
    enter: "type",
    "fill in": "type",
    fill: "type",
    write: "type",
    input: "type",
    put: "type",
    "search for": "search",
    "fill out": "type",
    set: "type",
    change: "type",
    select: "select",
    choose: "select",
    pick: "select",
    check: "check",
    tick: "check",
    enable: "check",
    "turn on": "check",
    uncheck: "uncheck",
    untick: "uncheck",
    disable: "uncheck",
    "turn off": "uncheck",
    press: "press",
    hit: "press",
    "hover the mouse over": "hover",
    "move the mouse over": "hover",
    "move the mouse to": "hover",
    "hover over": "hover",
    "hover on": "hover",
    hover: "hover",
    clear: "clear",
    empty: "clear",
    drag: "drag",
    move: "drag",
    reload: "reload",
    refresh: "reload",
  },
  fieldFirst: ["fill", "fill in", "fill out", "set", "change"],
  roles: {
    button: ["button", "link"],
    link: ["link", "button"],
    field: ["textbox", "searchbox", "combobox", "spinbutton"],
    input: ["textbox", "searchbox", "combobox", "spinbutton"],
    box: ["textbox", "searchbox", "combobox", "checkbox", "spinbutton"],
    bar: ["searchbox", "textbox", "combobox"],
    textbox: ["textbox", "searchbox"],
    textarea: ["textbox"],
    "text field": ["textbox", "searchbox"],
    checkbox: ["checkbox", "switch"],
    "check box": ["checkbox", "switch"],
    switch: ["switch", "checkbox"],
    toggle: ["switch", "checkbox", "button"],
    radio: ["radio"],
    "radio button": ["radio"],
    option: ["option", "radio", "menuitemradio"],
    dropdown: ["combobox", "listbox", "button"],
    "drop-down": ["combobox", "listbox", "button"],
    list: ["listbox", "combobox"],
    select: ["combobox", "listbox"],
    combobox: ["combobox"],
    canvas: ["canvas"],
    "drawing area": ["canvas"],
    menu: ["button", "menuitem", "link"],
    "menu item": ["menuitem", "menuitemcheckbox", "menuitemradio", "link"],
    tab: ["tab", "link", "button"],
    item: ["menuitem", "option", "treeitem", "link", "text"],
    icon: ["button", "link", "image"],
    image: ["image", "link"],
    heading: ["heading"],
    text: ["text", "heading", "cell"],
    cell: ["cell", "gridcell"],
    slider: ["slider"],
    row: ["row"],
    node: ["text", "treeitem", "button", "generic"],
    card: ["text", "heading", "link", "button", "option", "generic"],
    tile: ["text", "heading", "link", "button", "option", "generic"],
    accordion: ["button", "tab", "heading"],
    column: ["columnheader", "heading", "text"],
    section: ["button", "tab", "heading"],
  },
  ordinals: {
    first: 1,
    second: 2,
    third: 3,
    fourth: 4,
    fifth: 5,
    sixth: 6,
    seventh: 7,
    eighth: 8,
    ninth: 9,
    tenth: 10,
    last: -1,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "5th": 5,
  },
  popups: ["menu", "dropdown", "drop-down"],
  into: ["into", "in", "to", "as", "for", "from", "with", "on"],
  typedIn: ["into", "in", "as"],
  alsoGoes: ["enter", "put", "set", "change"],
  with: ["with", "to", "as"],
  inField: ["in", "on", "into", "inside"],
  outOf: ["from", "in", "as", "for", "on"],
  onto: ["onto", "on to", "into", "to", "on"],
  within: [
    "in the row of",
    "in the row with",
    "in the row for",
    "in the row that contains",
    "in the row containing",
    "in the same row as",
    "in row",
    "of the row",
    "in the section",
    "in the dialog",
    "in the",
    "under",
    "below",
    "next to",
    "beside",
    "within",
    "inside",
    "of the",
    "for",
    "in",
    "from the",
    "from",
    "on the",
    "of",
  ],
  places: {
    row: ["row"],
    section: ["region", "heading"],
    region: ["region"],
    area: ["region"],
    panel: ["region", "tabpanel", "complementary"],
    dialog: ["dialog", "alertdialog"],
    modal: ["dialog", "alertdialog"],
    popup: ["dialog", "alertdialog", "menu"],
    window: ["dialog", "alertdialog"],
    form: ["form"],
    menu: ["menu"],
    table: ["table"],
    list: ["list"],
    group: ["group", "radiogroup"],
    card: ["article", "listitem", "group"],
    column: [],
    tab: ["tabpanel"],
    toolbar: ["toolbar"],
    header: ["banner"],
    footer: ["contentinfo"],
    navigation: ["navigation"],
    sidebar: ["complementary"],
    "main area": ["main"],
    "main content": ["main"],
  },
  whereabouts: [
    "at the top",
    "at the bottom",
    "on the left",
    "on the right",
    "at the top of the page",
    "at the bottom of the page",
    "on the page",
    "on this page",
  ],
  labelled: ["labelled", "labeled", "named", "called", "titled", "that says", "with text", "with the text", "with label", "with the label"],
  joins: ["and then", "then", "and", "after that", "finally", "next"],
  courtesies: ["please", "now", "then", "first", "could you", "can you", "could you please", "can you please"],
  articles: ["the", "a", "an", "this", "that", "on", "to", "over"],
  quantifiers: ["all", "every", "each", "any", "find", "show", "list"],
  closable: ["dialog", "dialogue", "modal", "popup", "pop-up", "window", "banner", "notification", "alert", "toast", "message", "panel", "drawer"],
  search: "search",
  searchKind: "field",
  negations: ["not", "don't", "dont", "do not", "never", "no", "without", "un"],
  synonyms: [
    ["sign in", "log in", "login", "signin", "log on"],
    ["sign out", "log out", "logout", "signout"],
    ["sign up", "register", "create account"],
    ["email", "e-mail", "email address", "e-mail address", "mail"],
    ["username", "user name", "user", "login name"],
    ["delete", "remove", "trash"],
    ["ok", "okay", "confirm"],
    ["submit", "send"],
    ["cart", "basket"],
    ["search", "find"],
    ["close", "dismiss"],
    ["settings", "preferences", "options"],
    ["phone", "telephone", "phone number"],
  ],
  loose: ["node", "item", "card", "tile", "block", "entry"],
  symbols: {
    "×": "times",
    "✕": "times",
    "✖": "times",
    "❌": "times",
    "☰": "bars",
    "≡": "bars",
    "⋮": "ellipsis",
    "⋯": "ellipsis",
    "…": "ellipsis",
    "⚙": "cog",
    "+": "plus",
  },
  icons: {
    bars: ["menu", "main menu", "hamburger", "hamburger menu", "navigation", "navigation menu"],
    hamburger: ["menu", "main menu", "hamburger", "hamburger menu", "navigation"],
    ellipsis: ["more", "more options", "more actions", "options", "actions", "three dots", "kebab"],
    kebab: ["more", "more options", "more actions", "options", "actions", "three dots", "kebab"],
    times: ["close", "dismiss", "x", "clear", "remove"],
    xmark: ["close", "dismiss", "x", "clear", "remove"],
    close: ["close", "dismiss", "x", "clear"],
    cross: ["close", "dismiss", "x", "clear"],
    cog: ["settings", "options", "preferences", "gear", "cog", "configuration"],
    gear: ["settings", "options", "preferences", "gear", "cog", "configuration"],
    settings: ["settings", "options", "preferences", "gear", "cog"],
    search: ["search", "find", "magnifier", "magnifying glass"],
    magnifier: ["search", "find", "magnifier", "magnifying glass"],
    plus: ["add", "new", "create", "plus"],
    add: ["add", "new", "create", "plus"],
    minus: ["minus", "decrease", "less", "zoom out"],
    trash: ["delete", "remove", "trash", "bin"],
    bin: ["delete", "remove", "trash", "bin"],
    pencil: ["edit", "pencil", "rename"],
    pen: ["edit", "pencil", "rename"],
    edit: ["edit", "pencil"],
    caret: ["dropdown", "options", "more", "arrow", "more options"],
    chevron: ["dropdown", "more", "arrow"],
    user: ["user", "account", "profile", "my account"],
    account: ["user", "account", "profile"],
    bell: ["notifications", "alerts", "bell"],
    home: ["home", "start"],
    download: ["download", "save"],
    upload: ["upload"],
    refresh: ["refresh", "reload"],
    sync: ["refresh", "sync", "reload"],
    question: ["help", "question mark"],
    info: ["info", "information", "about"],
    filter: ["filter"],
    star: ["favourite", "favorite", "star", "bookmark"],
    heart: ["like", "favourite", "favorite", "heart"],
    cart: ["cart", "basket", "shopping cart"],
    play: ["play", "run", "start"],
    pause: ["pause"],
    stop: ["stop"],
    copy: ["copy", "duplicate"],
    print: ["print", "printer"],
    moon: ["dark mode", "theme", "moon"],
    sun: ["light mode", "theme", "sun"],
    globe: ["language", "globe"],
    bug: ["debug", "bug"],
    calendar: ["calendar", "date"],
    undo: ["undo"],
    redo: ["redo"],
  },
};
