import { describe, expect, test } from "vitest";
import { brief } from "../../testing/brief-steps.ts";
import { parseInstruction } from "./grammar.ts";

const read = (instruction: string): string[] | undefined => parseInstruction(instruction)?.map(brief);

describe("clicking", () => {
  test.each<[string, string[]]>([
    ["Click the 'Sign In' button", ['click → "Sign In":button']],
    ['click on "Save and close"', ['click → "Save and close"']],
    ['click the button labelled "Save"', ['click → "Save":button']],
    ["click the button that says Submit", ["click → Submit:button"]],
    ["tap the Menu icon", ["click → Menu:icon"]],
    ["press the Save button", ["click → Save:button"]],
    ["click the Log in button", ["click → Log in:button"]],
    ["click button Save", ["click → Save:button"]],
    ["please click Save.", ["click → Save"]],
    ["close the Settings dialog", ["click → close in(Settings <dialog>)"]],
    ["dismiss the banner", ["click → close in(<banner>)"]],
    ["close", ["click → close"]],
    ["double-click on Total", ["doubleClick → Total"]],
    ["right click the Photo image", ["rightClick → Photo:image"]],
    ["click Photo with the right mouse button", ["rightClick → :photo"]],
    ["hover the mouse over Products", ["hover → Products"]],
    ["expand the Advanced section", ["expand → Advanced:section"]],
    ["open the Advanced section", ["expand → Advanced:section"]],
    ["collapse Details", ["collapse → :details"]],
    ["focus the Name field", ["focus → Name:field"]],
    ["put the cursor in the Notes field", ["focus → Notes:field"]],
    ["go back", ["back"]],
    ["reload the page", ["reload"]],
    ["submit the form", ["submit"]],
    ["submit", ["submit"]],
    ["click Next twice", ["click → Next", "click → Next"]],
    ["sign out", ["click → sign out"]],
    ["delete Alice", ["click → delete Alice"]],
    ["type A into Code and apply it", ['type "A" → Code', "click → apply"]],
    ["confirm with 'Yes, delete it'", ['click → "Yes, delete it"']],
    ["click row 3", ["click → :row #3"]],
    ["mark as read", ["click → mark as read"]],
    ["turn the volume down to 10", ['setValue {"to":"10"} → volume']],
    ["In the row of order 1043, click Delete", ["click → Delete row(order 1043 <row>)"]],
    ["for preferred contact choose email", ['select "email" <email> → preferred contact']],
    ["select the row for Bob Ray", ["either [check → :checkbox row(Bob Ray <row>)] or [click → Bob Ray:row]"]],
  ])("%s", (instruction, steps) => {
    expect(read(instruction)).toEqual(steps);
  });
});

describe("names", () => {
  test.each<[string, string[]]>([
    ["click Sign in for free", ["click → Sign in in(free)"]],
    ["click Last", ["click → Last"]],
    ["click the first name field", ["click → name:field #1"]],
    ["click Bread and butter", ["either [click → Bread and butter] or [click → Bread; click → butter]"]],
    ["click Save and close", ['either [click → "Save and close"] or [click → Save; either [click → close]]']],
    ["click “Don't do it”", ['click → "Don\'t do it"']],
    ["click 'Don't allow'", ['click → "Don\'t allow"']],
    ["click „Ja“", ['click → "Ja"']],
    ["click »Weiter«", ['click → "Weiter"']],
  ])("%s", (instruction, steps) => {
    expect(read(instruction)).toEqual(steps);
  });
});

describe("which one", () => {
  test.each<[string, string[]]>([
    ["click the second Edit link", ["click → Edit:link #2"]],
    ["click the last button", ["click → :button #-1"]],
    ["click the 12th Edit link", ["click → Edit:link #12"]],
    ["click the third button from the end", ["click → :button #-3"]],
    ["click the second to last Edit link", ["click → Edit:link #-2"]],
    ["click the penultimate row", ["click → :row #-2"]],
    ["click Edit number 2", ["click → Edit #2"]],
    ["click the top Edit button", ["click → Edit:button top()"]],
    ["click the 'Sign in' link at the top", ['click → "Sign in":link top()']],
    ["check the unchecked box", ["check → :box !checked"]],
    ["click the disabled button", ["click → :button disabled"]],
    ["type x into the empty field", ['type "x" → :field empty']],
    ["click the checkbox that is not checked", ["click → :checkbox !checked"]],
    ["clear the field that contains foo", ["clear → :field =foo"]],
    ["click the second unchecked checkbox under Billing", ["click → :checkbox #2 !checked below(Billing)"]],
  ])("%s", (instruction, steps) => {
    expect(read(instruction)).toEqual(steps);
  });
});

describe("where", () => {
  test.each<[string, string[]]>([
    ["click Delete in the row of Alice", ["click → Delete row(Alice <row>)"]],
    ["click the edit icon in Bob's row", ["click → edit:icon row(Bob <row>)"]],
    ["click Alice's Delete button", ["click → Delete:button in(Alice)"]],
    ["click Edit in the second row of the Users table", ["click → Edit row(#2 <row>) in(Users <table>)"]],
    ["click the Delete button in the 'Old users' section", ["click → Delete:button in(Old users <section>)"]],
    ["click Add next to Toaster", ["click → Add beside(Toaster)"]],
    ["click the button below Name", ["click → :button below(Name)"]],
    ["click the link above the footer", ["click → :link above(<footer>)"]],
    ["click the button to the right of Total", ["click → :button right(Total)"]],
    ["click the field after Street", ["click → :field after(Street)"]],
    ["click OK in the dialog", ["click → OK in(<dialog>)"]],
    ["click the Price cell of Widget", ["click → Price:cell in(Widget)"]],
    [
      "click the cell in the Price column and the row of Widget",
      ["either [click → :cell column(Price <column>) row(Widget <row>)] or [click → :cell column(Price <column>); click → Widget:row]"],
    ],
    ["In the search box, type shoes", ['type "shoes" → search:box']],
    ["In the search box type shoes", ['type "shoes" → search:box']],
    ["From the Colour dropdown, select Red", ['select "Red" <Red> → Colour:dropdown']],
    ["check the box in row 3", ["check → :box row(#3 <row>)"]],
  ])("%s", (instruction, steps) => {
    expect(read(instruction)).toEqual(steps);
  });
});

describe("typing", () => {
  test.each<[string, string[]]>([
    ['Type "hello, and bye" into the Message field', ['type "hello, and bye" → Message:field']],
    ["type I was born in Rome into City", ['type "I was born in Rome" → City']],
    ["fill Email with %email%", ['type "%email%" → Email']],
    ["enter secret in Password", ['type "secret" → Password']],
    ["type hello", ['type "hello"']],
    ["fill in the Name field with Ann", ['type "Ann" → Name:field']],
    ['type into the Name field "Ann"', ['type "Ann" → Name:field']],
    ["replace the text in Notes with Done", ['type "Done" → Notes']],
    ["search for left-pad", ['type "left-pad" → search:field', "press Enter"]],
    ["clear the search box", ["clear → search:box"]],
    ["erase the contents of Notes", ["clear → Notes"]],
  ])("%s", (instruction, steps) => {
    expect(read(instruction)).toEqual(steps);
  });
});

describe("choosing", () => {
  test.each<[string, string[]]>([
    ["Select Green from the Colour dropdown", ['select "Green" <Green> → Colour:dropdown']],
    ["choose the Large option", ['select "Large" <Large:option>']],
    ["select the second option from Colour", ['select "the second option" <:option #2> → Colour']],
    ["select Red, Green and Blue from Colours", ['select "Red, Green and Blue" (Red|Green|Blue) <Red, Green and Blue> → Colours']],
    ["deselect Red from Colours", ['deselect "Red" <Red> → Colours']],
    ["choose Express as the shipping method", ['select "Express" <Express> → shipping method']],
    ["check I agree", ["check → I agree"]],
    ["untick the Newsletter checkbox", ["uncheck → Newsletter:checkbox"]],
    ["turn the Dark mode switch on", ["check → Dark mode:switch"]],
    ["switch off Wi-Fi", ["uncheck → Wi-Fi"]],
    ["put a tick next to Milk", ["check → Milk"]],
    ["remove the tick from Milk", ["uncheck → Milk"]],
    ["tick Tea and Milk", ["either [check → Tea and Milk] or [check → Tea; check → Milk]"]],
    ["tick the Tea and Milk checkboxes", ["either [check → Tea and Milk checkboxes] or [check → Tea:checkbox; check → Milk:checkbox]"]],
    ["upload cv.pdf to the Resume field", ["upload cv.pdf → Resume:field"]],
    ["attach %report% to Files", ["upload %report% → Files"]],
  ])("%s", (instruction, steps) => {
    expect(read(instruction)).toEqual(steps);
  });
});

describe("values and dates", () => {
  test.each<[string, string[]]>([
    ["set Quantity to 3", ['setValue {"to":"3"} → Quantity']],
    ["set Country to Germany", ['setValue {"to":"Germany"} → Country']],
    ["change Quantity from 1 to 3", ['setValue {"to":"3"} → Quantity']],
    ["set Volume to the maximum", ['setValue {"end":"most"} → Volume']],
    ["move the Volume slider to 40", ['setValue {"to":"40"} → Volume:slider']],
    ["increase Quantity by 2", ['setValue {"by":2} → Quantity']],
    ["increase the quantity", ['setValue {"steps":1} → quantity']],
    ["decrease Guests by two", ['setValue {"by":-2} → Guests']],
    ["lower Volume to 20%", ['setValue {"to":"20%"} → Volume']],
    ["choose 14 March 2027 as the departure date", ["pickDate 2027-03-14 → departure date"]],
    ["set the date to 2027-03-14", ["pickDate 2027-03-14 → date"]],
    ["pick March 3rd, 2027", ["pickDate 2027-03-03"]],
    ["select the 5th of May from the calendar", ["pickDate --05-05 → calendar"]],
    ["choose May from Month", ['select "May" <May> → Month']],
    ["set Start to 31 February 2027", ['setValue {"to":"31 February 2027"} → Start']],
  ])("%s", (instruction, steps) => {
    expect(read(instruction)).toEqual(steps);
  });
});

describe("menus", () => {
  test.each<[string, string[]]>([
    ["click File > Export > PDF", ["menu → File > Export > PDF"]],
    ['choose "File > Export > PDF"', ["menu → File > Export > PDF"]],
    ["choose Export from the File menu", ["menu → File:menu > Export"]],
    ["open the File menu and choose Export", ["click → File:menu", 'select "Export" <Export>']],
  ])("%s", (instruction, steps) => {
    expect(read(instruction)).toEqual(steps);
  });
});

describe("keys", () => {
  test.each<[string, string[]]>([
    ["Press Enter", ["press Enter"]],
    ["press the Escape key", ["press Escape"]],
    ["press Ctrl + A", ["press Ctrl+A"]],
    ["press shift-tab", ["press Shift+Tab"]],
    ["press down arrow 3 times", ["press ArrowDown x3"]],
    ["press Tab twice", ["press Tab x2"]],
    ["press Enter in the Search field", ["press Enter → Search:field"]],
    ["press Ctrl+A, then Delete", ["press Ctrl+A", "press Delete"]],
    ["press Tab, Tab and Enter", ["press Tab", "press Tab", "press Enter"]],
    ["hit page down", ["press PageDown"]],
  ])("%s", (instruction, steps) => {
    expect(read(instruction)).toEqual(steps);
  });
});

describe("scrolling", () => {
  test.each<[string, string[]]>([
    ["scroll", ["scroll down"]],
    ["scroll down", ["scroll down"]],
    ["scroll down 500 pixels", ["scroll down 500px"]],
    ["scroll down 3 times", ["scroll down x3"]],
    ["scroll the sidebar up", ["scroll up → sidebar"]],
    ["scroll to the bottom of the page", ["scroll bottom"]],
    ["scroll down to the bottom", ["scroll bottom"]],
    ["scroll up in the Messages list", ["scroll up → Messages:list"]],
    ["scroll all the way to the top", ["scroll top"]],
    ['scroll to "Terms"', ['scroll → "Terms"']],
    ["scroll down to the footer", ["scroll → footer"]],
    ["scroll the Terms heading into view", ["scroll → Terms:heading"]],
    ["scroll down until you see Item 300", ["scroll down until 300:item"]],
  ])("%s", (instruction, steps) => {
    expect(read(instruction)).toEqual(steps);
  });
});

describe("dragging", () => {
  test.each<[string, string[]]>([
    ["drag Task 1 to Done", ["drag → Task 1 onto Done"]],
    ["drag the inject node onto the canvas", ["drag → inject:node onto :canvas"]],
    ["drag inject onto the canvas at 300, 200", ['drag → inject onto :canvas {"x":300,"y":200}']],
    ["drag 'a to b' to 400,300", ['drag → "a to b" {"point":{"x":400,"y":300}}']],
    ["drag Tick to the point (400, 300)", ['drag → Tick {"point":{"x":400,"y":300}}']],
    ["drag Tick by 100 -20", ['drag → Tick {"by":{"x":100,"y":-20}}']],
    ["drag Tick 80 pixels to the left", ['drag → Tick {"by":{"x":-80,"y":0}}']],
    ["move the Volume slider right by 40", ['drag → Volume:slider {"by":{"x":40,"y":0}}']],
    ["drag Task 1 above Task 3", ["drag → Task 1 onto Task 3 before"]],
  ])("%s", (instruction, steps) => {
    expect(read(instruction)).toEqual(steps);
  });
});

describe("several steps", () => {
  test.each<[string, string[]]>([
    ['type "a" into Name and type b into City, then click Save', ['type "a" → Name', 'type "b" → City', "click → Save"]],
    ["type ann in the Name field and secret in Password", ['type "ann" → Name:field', 'type "secret" → Password']],
    ["fill in Name with Ann, Email with a@b.c and City with Rome", ['type "Ann" → Name', 'type "a@b.c" → Email', 'type "Rome" → City']],
    [
      "type 5 in the Quantity field of Lamp and 3 in the Quantity field of Chair",
      ['type "5" → Quantity:field in(Lamp)', 'type "3" → Quantity:field in(Chair)'],
    ],
    ["Click Save. Then press Enter", ["click → Save", "press Enter"]],
    ["1. Click Save 2. Press Enter", ["click → Save", "press Enter"]],
    ["- click Save\n- press Enter; scroll down", ["click → Save", "press Enter", "scroll down"]],
    ["hover over Products and click it", ["hover → Products", "click → Products"]],
    ["check Tea; uncheck Milk, then click Save", ["check → Tea", "uncheck → Milk", "click → Save"]],
  ])("%s", (instruction, steps) => {
    expect(read(instruction)).toEqual(steps);
  });
});

describe("politeness", () => {
  test.each<[string, string[]]>([
    ["could you please click Save for me?", ["click → Save"]],
    ["I want you to type hello into Name", ['type "hello" → Name']],
    ["go ahead and press Enter", ["press Enter"]],
    ["I'd like you to select Red from Colour, please", ['select "Red" <Red> → Colour']],
    ["first, click Save, then, finally, press Enter", ["click → Save", "press Enter"]],
  ])("%s", (instruction, steps) => {
    expect(read(instruction)).toEqual(steps);
  });
});

describe("said in other ways", () => {
  test.each<[string, string[]]>([
    ['In the billing address, enter "14 Mill Lane" as the street', ['type "14 Mill Lane" → street in(billing address)']],
    ["in the row of Bo, change the role to Editor", ['setValue {"to":"Editor"} → role row(Bo <row>)']],
    ["make sure the newsletter checkbox is checked", ["check → newsletter:checkbox"]],
    [
      "make sure the newsletter checkbox is checked and the terms are accepted, then submit the form",
      ["either [check → newsletter checkbox is checked and the terms] or [check → newsletter:checkbox; check → terms]", "submit"],
    ],
    ["sort the table by joined", ['either [select "joined" <joined> → sort by] or [click → joined]']],
    ["open the message Photos from the trip", ["click → Photos:message in(trip)"]],
    ["open the Fire bowl product", ["click → Fire bowl:product"]],
    ["tick the checkboxes of Alice and Elif", ["either [check → checkboxes in(Alice and Elif)] or [check → :checkbox in(Alice); check → :checkbox in(Elif)]"]],
    ["click Find and replace in the Edit menu", ["either [menu → Edit:menu > Find and replace] or [click → Find; menu → Edit:menu > replace]"]],
    ["Click File, then Export as, then PDF", ["click → File", "click → Export as", "click → PDF"]],
    ["discard the draft", ["click → discard draft"]],
    ["add the Oak bench to the cart", ["click → add Oak bench to cart"]],
    ["clear the Notes and type Hello into it", ["clear → Notes", 'type "Hello" → Notes']],
    ["Select Paris in From and London in To, then click Find", ['select "Paris" <Paris> → From', 'select "London" <London> → To', "click → Find"]],
    ["set the number of guests to 5", ['setValue {"to":"5"} → guests']],
    ["type x into email address", ['type "x" → email address']],
  ])("%s", (instruction, steps) => {
    expect(read(instruction)).toEqual(steps);
  });
});

test("a fuller reading comes first, so that words of a name are not taken for grammar", () => {
  expect(parseInstruction("type Ann into the First name field")).toMatchObject([
    { target: { words: "name", ordinal: 1, literal: ["First name field", "First name"] } },
  ]);
  expect(parseInstruction("click Sign in for free")).toMatchObject([{ target: { words: "Sign in", literal: ["Sign in for free"] } }]);
  expect(parseInstruction("click Last")).toMatchObject([{ target: { words: "Last", ordinal: null } }]);
  expect(parseInstruction('click "First name"')).toMatchObject([{ target: { words: "First name", ordinal: null, literal: [] } }]);
});

test.each([
  "",
  "make me a sandwich",
  "click",
  "the button",
  "drag x",
  "enter the building",
  "press",
  "type",
  "click Save and make me a sandwich, then click",
  "if asked, click Save",
  "do not click Save",
  "asdf qwer",
  "what is the weather like?",
])("%j is not understood", (instruction) => {
  expect(parseInstruction(instruction)).toBeNull();
});
