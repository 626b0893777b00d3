import { afterAll, beforeAll, expect, test } from "vitest";
import { startActPages } from "../../../testing/act-pages.ts";

/** A slider of the ARIA practices: arrows, pages and ends, or only what is asked for. */
const SLIDER = `
  function slider(thumb, { step = 1, keys = true, page = 10, words = null } = {}) {
    const number = (name) => Number(thumb.getAttribute("aria-" + name));
    const set = (value) => {
      const next = Math.max(number("valuemin"), Math.min(number("valuemax"), Math.round(value / step) * step));
      thumb.setAttribute("aria-valuenow", next);
      if (words) thumb.setAttribute("aria-valuetext", words[next]);
      thumb.style.left = ((next - number("valuemin")) / (number("valuemax") - number("valuemin"))) * 200 + "px";
      did(thumb.id + " " + (words ? words[next] : next));
    };
    if (keys) thumb.onkeydown = (e) => {
      const by = { ArrowRight: step, ArrowUp: step, ArrowLeft: -step, ArrowDown: -step, PageUp: page * step, PageDown: -page * step }[e.key];
      if (by) set(number("valuenow") + by); else if (e.key === "Home") set(number("valuemin")); else if (e.key === "End") set(number("valuemax")); else return;
      e.preventDefault();
    };
    thumb.onpointerdown = (e) => {
      const from = e.clientX, value = number("valuenow");
      thumb.setPointerCapture(e.pointerId);
      thumb.onpointermove = (m) => set(value + ((m.clientX - from) / 200) * (number("valuemax") - number("valuemin")));
      thumb.onpointerup = () => { thumb.onpointermove = null };
    };
  }`;
const TRACK = `style="position:relative;width:220px;height:20px;background:#ddd;margin:20px"`;
const THUMB = `style="position:absolute;width:20px;height:20px;background:#06c"`;

const PAGES: Record<string, string> = {
  sliders: `<script>${SLIDER}</script>
    <label>Volume <input type=range min=0 max=100 step=5 value=10 oninput="did('volume ' + value)"></label>
    <div ${TRACK}><div id=bright role=slider tabindex=0 aria-label=Brightness aria-valuemin=0 aria-valuemax=1000 aria-valuenow=100 ${THUMB}></div></div>
    <div ${TRACK}><div id=speed role=slider tabindex=0 aria-label=Speed aria-valuemin=0 aria-valuemax=10 aria-valuenow=2 ${THUMB}></div></div>
    <div ${TRACK}><div id=level role=slider tabindex=0 aria-label=Level aria-valuemin=0 aria-valuemax=2 aria-valuenow=0 aria-valuetext=Low ${THUMB}></div></div>
    <script>slider(bright); slider(speed, { keys: false }); slider(level, { words: ["Low", "Medium", "High"] })</script>`,
  numbers: `<label>Seats <input type=number value=2 min=1 max=9 oninput="did('seats ' + value)"></label>
    <div><label for=g>Guests</label><button onclick="g.value--;did('guests '+g.value)">−</button><input id=g readonly value=3><button onclick="g.value++;did('guests '+g.value)">+</button></div>
    <div class=row><span>Rooms</span><span class=step><button onclick="n.textContent--;did('rooms '+n.textContent)">less</button><b id=n>1</b><button onclick="n.textContent++;did('rooms '+n.textContent)">more</button></span></div>
    <div id=s role=spinbutton tabindex=0 aria-label=Hour aria-valuenow=9 aria-valuemin=0 aria-valuemax=23 onkeydown="const by={ArrowUp:1,ArrowDown:-1}[event.key]; if(by){ariaValueNow=Math.max(0,Math.min(23,+ariaValueNow+by));did('hour '+ariaValueNow)}">9</div>
    <label>Weight <input inputmode=decimal value="1,5" oninput="did('weight ' + value)"></label>`,
  native: `<label>Day <input type=date onchange="did('day ' + value)"></label><label>Start <input type=time onchange="did('start ' + value)"></label>
    <label>Meeting <input type=datetime-local onchange="did('meeting ' + value)"></label><label>Month <input type=month onchange="did('month ' + value)"></label>
    <label>Colour <input type=color onchange="did('colour ' + value)"></label>`,
  text: `<label>Arrival <input placeholder="DD/MM/YYYY" onchange="did('arrival ' + value)"></label>
    <label>Anreise <input placeholder="TT.MM.JJJJ" onchange="did('anreise ' + value)"></label>
    <label>Due <input data-date-format="mm-dd-yyyy" onchange="did('due ' + value)"></label>`,
  fields: `<label>Phone <input id=phone oninput="const d = value.replace(/\\D/g, '').slice(0, 10); value = d.length > 6 ? '(' + d.slice(0,3) + ') ' + d.slice(3,6) + '-' + d.slice(6) : d; did('phone ' + value)"></label>
    <label>Card <input maxlength=16 oninput="did('card ' + value)"></label><label>Code <input maxlength=4 oninput="did('code ' + value)"></label>
    <label>PIN <input id=pin></label><script>pin.onkeydown = (e) => { if (/^\\d$/.test(e.key)) { pin.value += e.key; did('pin ' + pin.value) } e.preventDefault() }; pin.onbeforeinput = (e) => e.preventDefault()</script>
    <label>Name <input value="Old" oninput="did('name ' + (value || 'empty'))"></label><label>Password <input type=password oninput="did('password ' + value.length)"></label>
    <label>Story <textarea oninput="did('story ' + value.replace(/\\n/g, '/'))">Once</textarea></label>
    <div contenteditable role=textbox aria-label=Notes oninput="did('notes ' + this.innerText.trim())"><p>Old <b>words</b></p></div>
    <label>Fixed <input readonly value=1></label>
    <div id=host></div><script>host.attachShadow({ mode: "closed" }).innerHTML = '<label>Secret <input oninput="did(\\'secret \\' + value)"></label><button onclick="did(\\'inner\\')">Inner</button>'</script>
    <iframe srcdoc="<label>Framed <input oninput=&quot;top.document.title = 'framed ' + value&quot;></label>"></iframe>`,
  outer: `<script>onmessage = ({ data }) => did(data); document.write('<iframe style="margin:50px;width:400px;height:200px" src="http://localhost:' + location.port + '/inner"></iframe>')</script>`,
  inner: `<label>Amount <input oninput="parent.postMessage('amount ' + value, '*')"></label><label>Unit <select onchange="parent.postMessage('unit ' + value, '*')"><option>m<option>km</select></label><button onclick="parent.postMessage('paid', '*')">Pay</button>`,
  ticks: `<style>.real{position:absolute;opacity:0;width:1px;height:1px} .draw{display:inline-block;width:40px;height:20px;background:#ccc}</style>
    <input type=checkbox class=real id=t onchange="did('terms ' + checked)"><label for=t>Terms</label>
    <label><input type=checkbox style="display:none" onchange="did('news ' + checked)"><span class=draw></span> News</label>
    <div role=switch aria-checked=false aria-label="Wi-Fi" tabindex=0 class=draw onclick="setTimeout(() => { this.setAttribute('aria-checked', this.ariaChecked !== 'true'); did('wifi ' + this.ariaChecked) }, 200)"></div>
    <button aria-pressed=false onclick="this.setAttribute('aria-pressed', this.ariaPressed !== 'true'); did('bold ' + this.ariaPressed)">Bold</button>
    <label><input type=checkbox id=all onclick="did('all ' + checked)">All</label><script>all.indeterminate = true</script>
    <div role=checkbox aria-checked=false tabindex=0 aria-label=Keys onkeydown="if (event.key === ' ') { this.setAttribute('aria-checked', 'true'); did('keys true') }">Keys</div>
    <div role=checkbox aria-checked=false tabindex=0 aria-label=Stuck>Stuck</div>`,
};

let on: Awaited<ReturnType<typeof startActPages>>;
beforeAll(async () => {
  on = await startActPages(PAGES, AbortSignal.timeout(170_000));
});
afterAll(() => on?.stop());

test.each<[string, string, string]>([
  ["sliders", "set Volume to 60", "volume 60"],
  ["sliders", "set Brightness to 730", "bright 730"],
  ["sliders", "set Brightness to 25%", "bright 250"],
  ["sliders", "set Speed to 7", "speed 7"],
  ["sliders", "set Level to Medium", "level Medium"],
  ["numbers", "set Seats to 4", "seats 4"],
  ["numbers", "set Guests to 5", "guests 5"],
  ["numbers", "set Rooms to 4", "rooms 4"],
  ["numbers", "set Hour to 14", "hour 14"],
  ["numbers", "set Weight to 2,75", "weight 2,75"],
  ["native", "set Day to 2027-03-14", "day 2027-03-14"],
  ["native", "set Day to 14 March 2027", "day 2027-03-14"],
  ["native", "set Start to 2:30 pm", "start 14:30"],
  ["native", "set Meeting to 2027-03-14 09:15", "meeting 2027-03-14T09:15"],
  ["native", "set Month to March 2027", "month 2027-03"],
  ["native", "set Colour to tomato", "colour #ff6347"],
  ["text", "set Arrival to 14 March 2027", "arrival 14/03/2027"],
  ["text", "set Anreise to 2027-03-14", "anreise 14.03.2027"],
  ["text", "set Due to 14 March 2027", "due 03-14-2027"],
  ["fields", "type 5551234567 into Phone", "phone (555) 123-4567"],
  ["fields", 'type "4111 1111 1111 1111" into Card', "card 4111111111111111"],
  ["fields", "type 1234 into PIN", "pin 1234"],
  ["fields", "type Ann into Name", "name Ann"],
  ["fields", "clear Name", "name empty"],
  ["fields", "type hunter2 into Password", "password 7"],
  ["fields", "type The end into Story", "story The end"],
  ["fields", "type New text into Notes", "notes New text"],
  ["fields", "type 42 into Secret", "secret 42"],
  ["fields", "click Inner", "inner"],
  ["fields", "type 43 into Framed", "framed 43"],
  ["outer", "type 12 into Amount", "amount 12"],
  ["outer", "select km from Unit", "unit km"],
  ["outer", "click Pay", "paid"],
  ["ticks", "check Terms", "terms true"],
  ["ticks", "tick News", "news true"],
  ["ticks", "turn on Wi-Fi", "wifi true"],
  ["ticks", "turn on Bold", "bold true"],
  ["ticks", "check All", "all true"],
  ["ticks", "check Keys", "keys true"],
])("%s: %s", async (page, instruction, told) => {
  expect(await on.act(page, instruction)).toEqual(["done", told]);
});

test.each<[string, string, RegExp]>([
  ["sliders", "set Volume to 400", /^not_found: It goes from 0 to 100; 400 is outside\. Nothing was done\.$/],
  ["fields", "type 123456 into Code", /^not_found: The field takes 4 characters and the text has 6\. Nothing was done\.$/],
  ["fields", "type 2 into Fixed", /^not_found: .*Nothing was done\.$/],
  ["ticks", "check Stuck", /^ELEMENT_NOT_ACTIONABLE: The box stays unticked when it is clicked\.$/],
])("%s: %s is not done", async (page, instruction, why) => {
  const [outcome, told] = await on.act(page, instruction);
  expect(outcome).toMatch(why);
  expect(told).toBe("-");
});
