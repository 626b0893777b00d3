/** The words of a language that instructions are written in. Data only: another language is another file of this shape. */
export type Language = {
  /** Verb → what it does. Longer verbs are tried first. */
  verbs: Record<string, Verb>;
  /** Word for a kind of element → the ARIA roles that it may mean. */
  roles: Record<string, readonly string[]>;
  ordinals: Record<string, number>;
  /** Between what is typed or chosen and where. */
  into: readonly string[];
  /** Between what is dragged and where it goes. */
  onto: readonly string[];
  /** Words before a place that narrows the target. */
  within: readonly string[];
  /** Words that begin a next step. */
  joins: readonly string[];
  /** Words that carry nothing. */
  articles: readonly string[];
  /** Groups of words that interfaces use for the same thing. */
  synonyms: readonly (readonly string[])[];
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
  | "reload";

export const en: Language = {
  verbs: {
    "double-click": "doubleClick",
    "double click": "doubleClick",
    "right-click": "rightClick",
    "right click": "rightClick",
    "go back": "back",
    "go forward": "forward",
    scroll: "scroll",
    "click on": "click",
    click: "click",
    "tap on": "click",
    tap: "click",
    push: "click",
    open: "click",
    expand: "click",
    collapse: "click",
    close: "click",
    follow: "click",
    submit: "click",
    "go to": "click",
    "switch to": "click",
    type: "type",
    enter: "type",
    "fill in": "type",
    fill: "type",
    write: "type",
    input: "type",
    put: "type",
    "search for": "type",
    set: "type",
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
  roles: {
    button: ["button"],
    link: ["link"],
    field: ["textbox", "searchbox", "combobox", "spinbutton"],
    input: ["textbox", "searchbox", "combobox", "spinbutton"],
    box: ["textbox", "searchbox", "combobox", "checkbox", "spinbutton"],
    textbox: ["textbox", "searchbox"],
    textarea: ["textbox"],
    "text field": ["textbox", "searchbox"],
    "search field": ["searchbox", "textbox", "combobox"],
    "search box": ["searchbox", "textbox", "combobox"],
    "search bar": ["searchbox", "textbox", "combobox"],
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
    menu: ["button", "menuitem", "link"],
    "menu item": ["menuitem", "menuitemcheckbox", "menuitemradio", "link"],
    tab: ["tab"],
    item: ["menuitem", "option", "treeitem", "link", "text"],
    icon: ["button", "link", "image"],
    image: ["image", "link"],
    heading: ["heading"],
    text: ["text", "heading", "cell"],
    cell: ["cell", "gridcell"],
    slider: ["slider"],
    row: ["row"],
    node: ["text", "treeitem", "button"],
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
  into: ["into", "in", "to", "as", "for", "from", "with", "on"],
  onto: ["onto", "on to", "to", "into", "on"],
  within: [
    "in the row of",
    "in the row with",
    "in the row for",
    "in row",
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
    "on the",
  ],
  joins: ["and then", "then", "and"],
  articles: ["the", "a", "an", "this", "that", "on", "to"],
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
};
