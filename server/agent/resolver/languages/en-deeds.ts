import type { Language } from "./language.ts";

const CLOSERS = "(x|cross|close button|close icon|x button|x icon|cross icon)";
const GRIP = "by (its|the) [drag] {grip=handle|grip|grabber}";
const DOING =
  "{doing=approve|reject|archive|delete|remove|deactivate|activate|enable|disable|export|download|move|copy|duplicate|print|share|publish|restore|block|confirm|cancel|send|assign|merge|cut|group|hide|lock|unlock|mute|star|pin}";

/** What people ask for in English by what it is to be like afterwards, tried before the rules of single verbs. */
export const enDeeds: Language["rules"] = [
  ["nothing", ["(don't|do not|don’t) {what} yet"]],
  ["press", ["(send|confirm|submit|finish|accept|apply|save) [it|this|that] (with|by pressing|by hitting|using|via|pressing) [the] [key] {keys}"]],
  [
    "close",
    [
      `(close|dismiss|exit) {target} (with|using|via|by) (the|its) ${CLOSERS}`,
      `(close|dismiss|exit) {target} by (clicking|pressing) [on] (the|its) ${CLOSERS}`,
    ],
  ],
  ["toEnd", ["[go|jump|scroll|take me] back to [the] [very] {way}[ of (the|this) page]", "(go|jump) to the [very] {way} of (the|this) page"]],
  [
    "nextOne",
    [
      "(go|move|continue|proceed|advance|skip) [on|forward|ahead] (to|with) the {next=next|following|previous|preceding} {what}[ {repeat}]",
      "(go|move|switch|flip) one {what} {next=back|backwards|forward|ahead|on}",
      "(go|move) {next=back|backwards|forward|ahead|on} one {what}",
    ],
  ],
  ["backFrom", ["(go|get) back (from|in) {target}"]],
  [
    "logIn",
    [
      "(log in|sign in|log on|login)( ?: ?| with | using | as )[the] [my] (username|user name|user|email|e-mail|email address|login|account) ?:? ?{user}(,|;| and| with) [and] [with] [the] [my] (password|passphrase|pass) ?:? ?{pass}",
    ],
  ],
  [
    "react",
    [
      "(put|add|give|set|leave) (a|an) {reaction=star|heart|like|thumbs up|thumbs-up|thumb up|flag|pin|bookmark} (on|to|at|for|next to|beside|by) {target}",
      "give {target} (a|an) {reaction=star|heart|like|thumbs up|thumbs-up|thumb up|flag|pin|bookmark}",
    ],
  ],
  ["rate", ["(rate|give) {n} {stars} [for|to] {target}"]],
  ["choiceOf", ["(rate|grade|judge) {target} as {value}"]],
  ["assignTo", ["assign {target} to {value}"]],
  ["labelled", ["(add|attach|apply) (the|a|an) [new] {noun=label|tag|keyword} {text}", "(add|attach|apply) [the] {noun=label|tag|keyword}s {text}"]],
  [
    "answered",
    [
      "{verb=reply|respond|comment|answer} (with|saying)( ?: ?| )[the (text|words|message|comment)] {text}",
      "{verb=reply|respond|comment} ?: ?{text}",
      "{verb=reply|respond|comment} {quote}",
    ],
  ],
  [
    "compose",
    [
      "{verb=compose|write|create|start} (a|an) [new] {noun=message|mail|email|e-mail|letter} to {to}( with the subject {subject}|)( and the (text|body|message) {text}|)",
      "{verb=compose|write|create|start} (a|an) [new] {noun=message|mail|email|e-mail|letter} ?: ?to ?:? ?{to}, (the |)subject ?:? ?{subject}(,? (and |)(the |)(text|body|message) ?:? ?{text}|)",
    ],
  ],
  ["nameIt", ["(name|call|title) (it|this) {text}", "(name|call|title) (the|my|this) {target} {quote}"]],
  ["addTo", ["add {value} to {target}"]],
  ["makeSo", ["make (?!sure |a |an |it |this |me |us ){target} (a|an) {value}", "make (it|this|the text|the selection|the selected text) {value}"]],
  ["payBy", ["pay (by|with|via|using|per) {value}"]],
  ["useCode", ["(apply|redeem|use) (the|my|this) {target} {code}"]],
  ["subscribe", ["{verb=subscribe|sign up|register} (with|using) {address}"]],
  ["clockAt", ["{name=(turn|switch|come|go) (on|off)|start|begin|end|stop|finish} at {clock}"]],
  ["expandAll", ["(expand|unfold) (all|every|each|all of|each of) {what}"]],
  ["selectText", ["(select|mark|highlight) (all|all of|all the|all of the|the whole|the entire|the) (text|content|contents) (in|of|inside|within) {target}"]],
  ["onSelected", [`${DOING} {selected=what is selected|what's selected|the selection|the selected ones|them|them all|all of them|(the|all) selected \\w+}`]],
  ["filterBy", ["filter [the (list|table|results|items|products|orders|tasks|rows|entries)] (by|for|on) {target} ?: ?{value}"]],
  [
    "showOnly",
    [
      "(show|list|display) [me] (only|just) {value},? (using|with|by|via) the {target} filter",
      "(show|list|display) [me] (only|just) {value}",
      "filter the (?!(list|table|results|items|products|orders|tasks|rows|entries) ){value}",
    ],
  ],
  ["increase", ["turn {target} up by {n}", "turn up {target} by {n}"]],
  ["decrease", ["turn {target} down by {n}", "turn down {target} by {n}"]],
  ["increase", ["(increase|raise|increment|bump up|bump|extend|lengthen) [the number of] {target} by {n} ?{unit}"]],
  ["decrease", ["(decrease|reduce|lower|decrement|shorten) [the number of] {target} by {n} ?{unit}"]],
  [
    "drag",
    [
      `(drag|move|pull) {target} ${GRIP} (above|before|in front of) {before}`,
      `(drag|move|pull) {target} ${GRIP} (below|after|behind) {after}`,
      `(drag|move|pull) {target} ${GRIP} <onto> {onto}`,
    ],
  ],
  ["type", ["(replace|overwrite) [the] (whole|entire|complete|full|current|existing) (text|value|content|contents) (in|of) {target} (with|by) {text}"]],
  ["replaceWith", ["replace with {text}"]],
  ["check", ["(switch|turn|toggle) on the (one|only) {target}"]],
  ["uncheck", ["(switch|turn|toggle) off the (one|only) {target}"]],
  ["select", ["take (?!me |us |a |care ){option}"]],
];

/** The same, tried behind all others. */
export const enLastDeeds: Language["rules"] = [
  ["useOne", ["use (the|my|our) {target}"]],
  ["accept", ["(keep|watch|unwatch) {target}", "remember {target=me|(this|my) \\w+}"]],
  ["answerIs", ["answer {value}"]],
  ["named", ["(sign up|register|verify|review|validate)", "(sign up|register|review) [for|to|with] {target}"]],
];
