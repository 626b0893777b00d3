import { casesOn } from "./on-page.ts";

const { explicit, ambiguous, nonsense } = casesOn("settings.html");
const sound = { prepare: "tab('t2')" };
const privacy = { prepare: "tab('t3')" };
const checked = (id: string): string => `document.getElementById("${id}").checked`;

/** Tabs, switches, sliders, spinners, radio buttons, parts that unfold, chips. */
export const settings = [
  explicit("settings-switch", "turn on the weekly summary", "sw('w1') && sw('w2') && !sw('w3')"),
  explicit("settings-switch-under", "turn on Mentions under Push notifications", "sw('w3') && sw('w2') && !sw('w1')"),
  explicit("settings-switch-off", "switch off Mentions under Email notifications", "!sw('w2') && !sw('w3')"),
  explicit("settings-radio", "set the density to Compact", "[...document.querySelectorAll('[role=radio]')].at(-1).getAttribute('aria-checked') === 'true'"),
  explicit("settings-optgroup", "select Tokyo as the time zone and click Save changes", "document.getElementById('tz').value === 'Tokyo' && state.saved === 1"),
  explicit("settings-tab", "open the Privacy tab", "!document.getElementById('p3').hidden"),
  explicit("settings-range", "set the volume to 75", "document.getElementById('vol').value === '75'", sound),
  explicit("settings-slider", "move the Balance slider to -4", "aria('bal', 'valuenow') === '-4'", sound),
  explicit("settings-number", "set the fade-in to 7", "document.getElementById('fade').value === '7'", sound),
  explicit("settings-spinner", "set Repeat to 4", "aria('rep', 'valuenow') === '4'", sound),
  explicit("settings-spin-twice", "click Increase repeat twice", "aria('rep', 'valuenow') === '3'", sound),
  explicit("settings-tab-range", "go to the Sound tab and set Volume to 10", "document.getElementById('vol').value === '10'"),
  explicit("settings-accordion", "expand Advertising and untick Personalised ads", `!${checked("ads")}`, privacy),
  explicit("settings-accordion-field", "open Data we keep and type 90 into Days of history", "document.querySelector('#a1 input').value === '90'", privacy),
  explicit("settings-details", "expand Advanced and check Join the beta", checked("beta"), privacy),
  explicit("settings-chips", "select Music and Travel in Interests", "chosen() === 'Music,Sport,Travel'", privacy),
  explicit("settings-chip-off", "deselect Sport", "chosen() === ''", privacy),
  ambiguous("settings-which-mentions", "toggle Mentions", "sw('w2') && !sw('w3') && touched === 0"),
  nonsense("settings-volume-too-much", "set the volume to 400", "document.getElementById('vol').value === '40'", sound),
  nonsense("settings-no-setting", "turn on airplane mode", "touched === 0"),
];
