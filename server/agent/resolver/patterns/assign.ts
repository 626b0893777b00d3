import { nameScore, SURE } from "../names.ts";
import type { Amount } from "../steps.ts";
import { chooseFrom } from "./choose.ts";
import { setClock } from "./clock.ts";
import { type Control, declined, natureOf, refused } from "./control.ts";
import { setDate } from "./date-fields.ts";
import { formatIn, saidDate, timeIn } from "./dates.ts";
import { setNative, typeInto } from "./fields.ts";
import { saidNumber } from "./numbers.ts";
import { setReadout } from "./readouts.ts";
import { setRange, setSlider } from "./sliders.ts";
import { hasSteppers, setNumber } from "./spinners.ts";

const ON = new Set(["on", "yes", "true", "checked", "enabled", "an", "ein", "ja"]);
const OFF = new Set(["off", "no", "false", "unchecked", "disabled", "aus", "nein"]);

/**
 * Gives a control a value, in the way that it takes values: text, number, date, colour, option, on or off.
 * @throws AppError ELEMENT_NOT_ACTIONABLE | ELEMENT_NOT_FOUND for an option that is not there
 */
export async function assign(control: Control, amount: Amount): Promise<void> {
  const { handle, signal } = control;
  const { kind, type } = await natureOf(handle);
  if (kind === "range") return setRange(control, amount);
  if (kind === "slider") return setSlider(control, amount);
  if (kind === "spin") return setNumber(control, amount);
  if (kind === "number") return "to" in amount ? typeInto(handle, plainNumber(amount.to), { signal }) : setNumber(control, amount);
  if (!("to" in amount)) return setNumber(control, amount);
  const text = amount.to;
  const time = timeIn(text);
  switch (kind) {
    case "list":
      return chooseFrom(control, [{ words: text, ordinal: null }], "replace");
    case "date":
      return text === "" ? void (await setNative(handle, "")) : setDate(control, { date: "", said: text });
    case "color":
      return setColour(control, text);
    case "tick":
      return tick(control, text.trim());
    case "file":
      throw declined("Files are given with uploadFile.");
    case "text":
      return typeText(control, text);
    case "combobox":
      return (await isFree(control)) || text === "" ? typeInto(handle, text, { signal }) : chooseFrom(control, [{ words: text, ordinal: null }], "add");
    case "shown":
      if (saidDate(text)) return setDate(control, { date: "", said: text });
      if (time && (await setClock(control, time))) return;
      if (saidNumber(text) !== null && (await setReadout(control, amount))) return;
      return saidNumber(text) === null ? chooseFrom(control, [{ words: text, ordinal: null }], "add") : setNumber(control, amount);
    default:
      if (type === "submit" || text === "") throw declined("That element takes no value.");
      if (saidNumber(text) !== null && (await hasSteppers(handle))) return setNumber(control, amount);
      return chooseFrom(control, [{ words: text, ordinal: null }], "replace");
  }
}

/** "1,500" in a number field, which takes no signs between thousands. */
const plainNumber = (text: string): string => {
  if (text.trim() === "") return "";
  const value = saidNumber(text);
  if (value === null) throw declined("The field takes a number.");
  return /^[\d.+-]+$/.test(text.trim()) ? text.trim() : String(value);
};

/** A field that says how it writes dates gets them so. */
async function typeText(control: Control, text: string): Promise<void> {
  const { handle, signal } = control;
  const date = saidDate(text);
  if (date?.day && date.month) {
    const hint = await handle.call<string>(
      `function () { return [this.placeholder, ...[...this.attributes].filter(({ name }) => /format|mask/.test(name)).map(({ value }) => value)].join(" ") }`,
    );
    if (formatIn(hint)) return setDate(control, { date: "", said: text });
  }
  return typeInto(handle, text, { signal });
}

/** The platform's suggestions are no more than that: any text will do. */
const isFree = ({ handle }: Control): Promise<boolean> =>
  handle.call<boolean>(`function () { return this.hasAttribute("list") && this.getAttribute("role") !== "combobox" }`);

async function tick({ element, handle, signal }: Control, said: string): Promise<void> {
  const word = said.toLowerCase();
  // One of a group, found by the value that the group is to have.
  if (nameScore(element.name, said) >= SURE) return handle.check(true, signal);
  if (ON.has(word)) return handle.check(true, signal);
  if (OFF.has(word)) return handle.check(false, signal);
  throw declined(`It is on or off, and not "${word}".`);
}

/** By its code or its name. */
async function setColour({ handle }: Control, text: string): Promise<void> {
  const code = await handle.call<string | null>(
    `function (text) {
      const draw = document.createElement("canvas").getContext("2d");
      if (!CSS.supports("color", text)) return null;
      draw.fillStyle = text;
      return draw.fillStyle;
    }`,
    [text.trim()],
  );
  if (code === null || !code.startsWith("#")) throw declined(`"${text}" is no colour; give its name or its code as in #1e90ff.`);
  if ((await setNative(handle, code)) !== code) throw refused("The field did not take that colour.");
}
