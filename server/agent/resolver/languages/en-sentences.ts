import { enDeeds, enLastDeeds } from "./en-deeds.ts";
import type { Language } from "./language.ts";

/** What people write in English, and what it asks for. */
export const enSentences: Pick<Language, "rules" | "markers"> = {
  rules: [
    ...enDeeds,
    ["back", ["(go|navigate|move|take me) back[ to the (previous|last) page]", "return to the previous page", "back"]],
    ["forward", ["(go|navigate|move) forward"]],
    ["reload", ["(reload|refresh)[ (the|this)][ (current)][ (page|tab|browser|site)]"]],
    [
      "logIn",
      [
        "(log in|sign in|log on|login|sign me in|log me in) (with|using|as) [the] [username|user name|user|email|e-mail|email address|login|account] {user}(,|) (and|with|using|/) [the] [password|passphrase|pass] {pass}",
        "(log in|sign in|log on|login) [to my account] (with|using) [the] (credentials|account|login) {user} ?(/|:|,) ?{pass}",
      ],
    ],
    ["markAs", ["(mark|flag) {target} as {value}"]],
    ["checkAll", ["(check|tick|select|mark|enable|activate|tick off|check off) (everything|all|all of them|them all)"]],
    [
      "checkAll",
      [
        "(check|tick|select|mark|enable|activate|turn on|switch on|tick off|check off) (all of|each of|all|every|each|both) {what}",
        "(turn|switch|set) (all|every) {what} (on|to on)",
      ],
    ],
    [
      "uncheckAll",
      [
        "(uncheck|untick|deselect|unselect|disable|deactivate|unmark) (everything|all|all of them|them all)",
        "(uncheck|untick|deselect|unselect|disable|deactivate|unmark|turn off|switch off) (all of|each of|all|every|each|both) {what}",
        "(turn|switch|set) (all|every) {what} (off|to off)",
      ],
    ],
    ["named", ["(expand|collapse|unfold|fold) (all|everything)"]],
    ["named", ["(next|previous|first|last) page", "(page|go) (forward|next) to the next page"]],
    ["rate", ["(rate|give) {n} {stars}", "(rate|give|score) {target} [with|at|as] {n} {stars}", "give {target} a rating of {n}[ {stars}]"]],
    ["filter", ["filter [the (list|table|results|items|products|orders|tasks|rows|entries)] (by|for|on) {value}"]],
    ["confirm", ["(confirm|accept|approve) (the|this) {deed}"]],
    ["accept", ["(accept|agree to|agree with|consent to) {target}"]],
    [
      "append",
      [
        "append [the (text|word|words|line)] {text} (to|in|into) [the (end|text|value|content|contents) (of|in)] {target}",
        "(add|append|type|write|insert|put|enter) {text} (to|at) the end of [the (text|value|content|contents) (of|in)] {target}",
        "(add|append) {quote} (to|in) [the (text|value|content|contents) (of|in)] {target}",
      ],
    ],
    [
      "prepend",
      [
        "prepend {text} to [the (text|value|content|contents) (of|in)] {target}",
        "(add|type|write|insert|put|enter) {text} (to|at) the (beginning|start|front) of [the (text|value|content|contents) (of|in)] {target}",
      ],
    ],
    ["check", ["(set|put|switch|flip|turn) {target} (on|to on|to the on position)"]],
    ["uncheck", ["(set|put|switch|flip|turn) {target} (off|to off|to the off position)"]],
    ["named", ["(check out|checkout|sign in|log in|sign out|log out|sign up|log on|log off|subscribe|continue|cancel|confirm)"]],
    ["submit", ["submit[ (it|this)]", "(submit|send) (the|this) form", "(submit|send) [the] {target} form"]],
    ["scroll", ["scroll [the page] {way} (to|and) (load|see|show|reveal|view|get) more[ {what}]"]],
    ["scrollTo", ["scroll [the page] (up|down) to (see|view|find|reach|reveal) {target}"]],
    ["scroll", ["scroll", "scroll [the page] [all the way] [to the very] {way}", "scroll [the page] [all the way] [down|up] to the [very] {way}"]],
    [
      "scroll",
      [
        "scroll [the page] {way} [by] {px} ?(px|pixels|pixel)",
        "scroll [the page] {way} (a bit|a little|slightly|some more|further)",
        "scroll [by] {px} (px|pixels|pixel)[ {way}]",
        "scroll [the page] {way} [by] {n} (times|pages|screens|page|screen)",
        "scroll [the page] {way} {repeat}",
        "scroll [all the way] [down|up] (to |)(the |)[very] {way} (of|in|on|within|inside) {target}",
        "scroll {target} [all the way] (to |)(the |)[very] {way} by {px} (px|pixels|pixel)",
        "scroll {target} {way} {px} (px|pixels|pixel)",
        "scroll (in|inside|within) {target} [all the way] (to |)(the |)[very] {way}",
        "scroll {target} [all the way] (to |)(the |)[very] {way}",
        "scroll [the page] {way} (until|till) [you (see|reach|find)|I (see|reach)|there is|you get to] {until}( is visible| appears| comes into view| is in view| shows up| is shown| is displayed| can be seen|)",
        "scroll [the page] (until|till) [you (see|reach|find)|I (see|reach)|there is|you get to] {until}( is visible| appears| comes into view| is in view| shows up| is shown| is displayed| can be seen|)",
        "scroll {target} {way} (until|till|to) [you (see|reach|find)|I (see|reach)] {until}( is visible| appears| comes into view| is in view| shows up| is shown| is displayed| can be seen|)",
      ],
    ],
    [
      "scrollTo",
      ["scroll {target} into view", "bring {target} into view", "scroll [the page] [all the way] (up|down) to {target}", "scroll [the page] to {target}"],
    ],
    [
      "hover",
      [
        "(hover|move|put|place|rest|hold) (the|your) (mouse|pointer|cursor|mouse pointer|mouse cursor) (over|on|onto|above|to) {target}",
        "(hover|mouse) (over|on|above) {target}",
        "hover {target}",
        "point (at|to) {target}",
      ],
    ],
    ["focus", ["(put|place|set) the (cursor|caret|focus) (in|into|on|inside) {target}", "focus [on] {target}", "(click|tap) (into|inside) {target}"]],
    [
      "check",
      ["(make sure|ensure|check|verify) [that] {target} (is|are|gets) (checked|ticked|on|enabled|switched on|turned on|activated|accepted|agreed to|selected)"],
    ],
    [
      "uncheck",
      [
        "(make sure|ensure|check|verify) [that] {target} (is|are|gets) (unchecked|unticked|off|disabled|switched off|turned off|not checked|not ticked|deactivated)",
      ],
    ],
    [
      "sort",
      [
        "(sort|order|arrange) [the] {what} by {option}",
        "(sort|order|arrange) [it] by {option}",
        "(sort|order|arrange) [the] {option} column [in] {order}",
        "(sort|order|arrange) [the] {option} in {order}",
      ],
    ],
    ["set", ["show {n} {target}"]],
    [
      "check",
      [
        "(put|place|set|add) a (tick|check|checkmark|check mark|cross) (in|on|at|next to|beside|for|by) {target}",
        "(switch|turn|toggle) (?!on |off ){target} on",
        "(switch|turn|toggle) on {target}",
      ],
    ],
    [
      "uncheck",
      [
        "(remove|take|clear) the (tick|check|checkmark|check mark) (from|off|of|in|at|next to|for) {target}",
        "(switch|turn|toggle) (?!on |off ){target} off",
        "(switch|turn|toggle) off {target}",
      ],
    ],
    [
      "drag",
      [
        "(drag and drop|drag|move) {target} {by} \\(?{x}( ?px| pixels|)(, ?| x | and | ){y}( ?px| pixels|)\\)?",
        "(drag|move) {target} [by] {px} (px |pixels |)(to the |){way}",
        "(drag|move) {target} (to the |){way} by {px}( px| pixels|)",
      ],
    ],
    [
      "drag",
      [
        "(drag and drop|drag|move) {target} (onto|on to|to) (the |)(point |position |coordinates |coordinate |)\\(?{x}( ?px| pixels|)(, ?| x | and | ){y}( ?px| pixels|)\\)?",
        "(drag and drop|drag|move|drop|pull) {target} <onto> {onto} at \\(?{x}( ?px| pixels|)(, ?| x | and | ){y}( ?px| pixels|)\\)?",
      ],
    ],
    ["drag", ["(drag|move|put|bring) {target} (to|at) (the |)[very] {end} of [the|its] (list|table|column|queue|board|menu)"]],
    [
      "setMost",
      [
        "(set|move|drag|slide|turn|put) {target} (all the way |)(to|up to) (the |its |)(maximum|max|highest value|highest|right end|far right|top)",
        "(maximise|maximize|max out) {target}",
      ],
    ],
    [
      "setLeast",
      [
        "(set|move|drag|slide|turn|put) {target} (all the way |)(to|down to) (the |its |)(minimum|min|lowest value|lowest|left end|far left)",
        "(minimise|minimize) {target}",
      ],
    ],
    ["set", ["(move|drag|slide) {target} to [the (value|position)] {n}", "slide {target} to {value}"]],
    [
      "drag",
      [
        "(drag|move|pull) {target} from {from} (to|into|onto) {onto}",
        "(drag and drop|drag|drop|pull) {target} <onto> {onto}",
        "(drag and drop|drag|move) {target} (above|before|in front of) {before}",
        "(drag and drop|drag|move) {target} (below|after|behind) {after}",
        "move {target} <onto> {onto}",
      ],
    ],
    [
      "increase",
      [
        "(increase|raise|increment|bump up|bump|turn up) [the number of] {target} by {n}( steps| step|)",
        "(increase|raise|increment|bump up) [the number of] {target} {n} (times|time)",
      ],
    ],
    [
      "decrease",
      [
        "(decrease|reduce|lower|decrement|turn down) [the number of] {target} by {n}( steps| step|)",
        "(decrease|reduce|lower|decrement) [the number of] {target} {n} (times|time)",
      ],
    ],
    ["set", ["(increase|raise|decrease|reduce|lower|bump) [the number of] {target} to {value}"]],
    ["set", ["turn {target} (up|down) to {value}", "turn (up|down) {target} to {value}"]],
    ["increase", ["(increase|raise|increment|bump up) [the number of] {target}", "turn {target} up"]],
    ["decrease", ["(decrease|reduce|lower|decrement) [the number of] {target}", "turn {target} down"]],
    [
      "upload",
      [
        "(upload|attach) [the] [file|files] {file} <uploaded> {target}",
        "(select|choose|pick) the (file|files) {file} <uploaded> {target}",
        "(upload|attach) [the] [file|files] {file}",
      ],
    ],
    [
      "type",
      ["(replace|overwrite) the (text|value|content|contents) (in|of) {target} (with|by) {text}", "(type|write|enter|put|input) (into|in) {target} {quote}"],
    ],
    [
      "type",
      [
        "(fill in|fill out|fill|populate|complete) {target} <with> {text}",
        "(fill in|fill out|fill) {target} ?(:|=) {text}",
        "(type|write|enter|put) (into|in|for) {target} ?(:|=) {text}",
        "(give|assign) {target} the value {text}",
        "(replace|overwrite) {target} (with|by) {text}",
      ],
    ],
    [
      "type",
      [
        "(type in|type|write|enter|key in|input|put|insert|paste|fill in|fill) [the (text|word|words|value|number|string|phrase)] {text} <into> {target}",
        "(provide|specify) {text} (as|for) {target}",
        "use {text} as {target}",
        "(enter|input) (the|your|my) {both}",
      ],
    ],
    [
      "set",
      [
        "change {target} from {old} to {value}",
        "answer {target} with {value}",
        "answer {value} to {target}",
        "(set|change|adjust|update|switch|modify|edit) [the (value|number) of] {target} <settle> {value}",
        "(set|change) {target} ?(:|=) {value}",
      ],
    ],
    ["type", ["(type|write|key in|paste|insert) [the (text|word|words)] {text}", "(enter|input|put|type in|fill in) {word}"]],
    [
      "search",
      [
        "use {target} to (search|look) for {text}",
        "search for {text} (in|on|using|with) {target}",
        "search {target} for {text}",
        "search for {text}",
        "search {quote}",
      ],
    ],
    ["deselect", ["(deselect|unselect) {option} <outOf> {target}", "(deselect|unselect) {option}"]],
    ["select", ["(select|choose|pick|take|click) {option} (from|in|among|out of) {offered}"]],
    ["select", ["(select|choose|pick) {option} <outOf> {target}", "(select|choose|pick) {option}"]],
    ["named", ["mark as {target}", "(compose|check in|track) {target}"]],
    ["click", ["(confirm|answer|agree) (with|by clicking|by pressing) {target}"]],
    ["uncheck", ["(uncheck|untick|un-check|un-tick|disable|deactivate|unmark) {target}"]],
    ["check", ["(check off|tick off|check|tick|enable|activate|mark) {target}"]],
    ["press", ["(press|hit|strike|push|use) [the] [key|keys] {keys} {n} (times|time)", "(press|hit|strike|push|use) [the] [key|keys] {keys} {repeat}"]],
    [
      "press",
      [
        "(press|hit|strike|push) [the] [key|keys] {keys} <inField> {target}",
        "(press|hit|strike|push) [the] [key|keys] {keys} (to|in order to) {why}",
        "(press|hit|strike|push) {keys} while <inField> {target}",
        "(press|hit|strike|push|use) [the] [key|keys] {keys}",
      ],
    ],
    [
      "doubleClick",
      ["(double-click|double click|doubleclick|dblclick|double-tap|double tap) [on] {target}", "(perform|do|make) a (double-click|double click) on {target}"],
    ],
    [
      "rightClick",
      [
        "(right-click|right click|rightclick|secondary-click) [on] {target}",
        "(perform|do|make) a (right-click|right click) on {target}",
        "click [on] {target} with the right mouse button",
        "open the context menu (of|for|on) {target}",
      ],
    ],
    ["named", ["(clear|reset) all", "(clear|reset) all {target}"]],
    [
      "clear",
      [
        "(clear|empty|erase|wipe|blank) [out] [the (text|value|content|contents) (in|of|from)] {target}",
        "(delete|remove) the (text|value|content|contents) (in|of|from) {target}",
      ],
    ],
    ["clear", ["leave {target} (empty|blank)"]],
    ["expand", ["(expand|unfold|unroll) {target}"]],
    ["collapse", ["(collapse|fold|fold up|fold in) {target}"]],
    ["close", ["(close|dismiss|exit) {target}", "close", "dismiss"]],
    ["named", ["(submit|send) {target}"]],
    ["open", ["open [up] {target}"]],
    [
      "click",
      [
        "(click|tap|press|push|hit) [on] {target} {n} (times|time)",
        "(click|tap|press|push|hit) [on] {target} {repeat}",
        "(click|tap|press|push|hit) {n} (times|time) [on] {target}",
        "(click|tap|press|push|hit) {repeat} [on] {target}",
        "(click|tap|press|push|hit) [on] {target} {repeat} {where}",
        "(click|tap|press|push|hit) [on] {target} {n} (times|time) {where}",
      ],
    ],
    ["click", ["(left-click|left click|click|tap|push|press|hit|toggle|activate|go to|switch to|switch over to|navigate to|go into|visit) [on] {target}"]],
    ["follow", ["follow {target}"]],
    ["show", ["(show|view|see|display|reveal) [me] {target}"]],
    [
      "named",
      [
        "(add|delete|remove|cancel|edit|archive|reply to|download|buy|discard|place|reject|accept|allow|deny|decline|share|save|print|copy|duplicate|rename|create|start|stop|play|pause|mute|unmute|apply|confirm|continue|continue to|proceed|proceed to|export|import|reset|undo|redo|skip|finish|publish|restore|retry|join|leave|like|follow|order|book|log|pay|approve|report|block|pin|unpin|star|hide|load|send|subscribe to|invite|update|call|sign up for|sign in with|sign in using|sign up with|sign out of|log out of) {target}",
        "(save|next|previous|mute|unmute|play|pause|stop|zoom in|zoom out|finish|reset|undo|redo|skip|retry|proceed|apply|search|print|share|book|pay|publish|download|remove|archive|edit|send|reply|compose)",
      ],
    ],
    ...enLastDeeds,
  ],
  markers: {
    // In the order in which they are tried, the surest first.
    into: ["into", "in", "to", "as", "for", "from", "with", "on"],
    with: ["with", "to", "as"],
    settle: ["to", "as", "with", "into"],
    outOf: ["from", "in", "as", "for", "on", "under", "out of"],
    onto: ["onto", "on to", "into", "to", "on"],
    inField: ["in", "on", "into", "inside", "within"],
    by: ["by"],
    assignee: ["assignee", "assigned to", "assign"],
    dated: ["date", "day"],
    entered: ["edit", "open", "click", "expand"],
    to: ["to", "recipient", "recipients"],
    subject: ["subject"],
    body: ["message", "text", "body"],
    or: ["or"],
    sent: ["comment"],
    staged: ["step", "page", "question", "screen", "stage", "form"],
    answer: ["message", "comment"],
    uploaded: ["to", "into", "in", "as", "for", "on", "using", "via"],
  },
};
