import { describe, expect, test } from "vitest";
import { brief } from "../../testing/brief-steps.ts";
import { paraphrases } from "../../testing/paraphrases.ts";
import { parseInstruction } from "./grammar.ts";

const read = (sentence: string): string | undefined => parseInstruction(sentence)?.map(brief).join(" ; ");

describe("choosing", () => {
  test.each(
    paraphrases(`
check → Express shipping:radio button
  Select the radio button for Express shipping
menu → "Country":dropdown menu > "United States"
  Select "United States" from the "Country" dropdown menu
either [select "answer C" <answer C>] or [select "C" <C> → answer]
  Pick answer C
either [select "plan Pro" <plan Pro>] or [select "Pro" <Pro> → plan]
  Select plan Pro
either [select "Pro plan" <Pro plan>] or [select "Pro" <Pro> → plan]
  Choose the Pro plan
select "Pay by card" <"Pay by card"> → payment method
  Choose "Pay by card" as the payment method
select "Monthly billing" <Monthly billing:option>
  Select the Monthly billing option
select "Red" <Red> → Colour
  Select Red from Colour
  Choose Red for Colour
  From Colour choose Red
select "Red" <"Red"> → Colour:dropdown
  Select "Red" from the Colour dropdown
select "Red" <Red> → Colour:list
  Choose Red in the Colour list
menu → Colour:menu > Red
  Pick Red from the Colour menu
select "Red" <Red> → colour
  Choose Red as the colour
select "Red" <Red:option>
  Pick the Red option
  Select the Red option
select "option Red" <Red:option>
  Select the option Red
select "Red" <"Red":option> → Colour
  Choose the option "Red" from Colour
select "the second option" <:option #2> → Colour
  Select the second option from Colour
select "the last option" <:option #-1> → Colour
  Choose the last option in Colour
setValue {"to":"Red"} → Colour
  Set Colour to Red
  Change Colour to Red
  Change Colour from Blue to Red
either [select "size L" <size L>] or [select "L" <L> → size]
  Choose size L
either [select "Large size" <Large size>] or [select "Large" <Large> → size]
  Choose the Large size
select "Express" <Express> → delivery method
  Pick Express as the delivery method
select "Red" <Red> → Colour:dropdown
  In the Colour dropdown, choose Red
  From the Colour dropdown, pick Red
click → Colour:dropdown ; select "Red" <Red>
  Open the Colour dropdown and choose Red
select "Editor" <Editor> → Role
  Choose Editor from Role
select "Edinburgh Waverley" <Edinburgh Waverley>
  Choose Edinburgh Waverley from the suggestions
deselect "Red" <Red> → Colours
  Deselect Red from Colours
select "Europe/Lisbon" <Europe/Lisbon> → time zone
  Select Europe/Lisbon as the time zone
select "Yes radio button" <Yes:radio button>
  Choose the Yes radio button
setValue {"to":"Yes"} → Newsletter
  Answer Newsletter with Yes
setValue {"to":"Yes"} → "Would you recommend us?"
  Answer Yes to "Would you recommend us?"
either [select "Mark as unread" <Mark as unread>] or [select "Mark" <Mark> → unread]
  Choose Mark as unread
setValue {"to":"German"} → language
  Switch the language to German
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("ticking", () => {
  test.each(
    paraphrases(`
check → "I agree"
  Check "I agree"
  Make sure "I agree" is checked
check → I agree:checkbox
  Check the I agree checkbox
check → I agree
  Tick I agree
check → :box beside(Milk)
  Tick the box next to Milk
check → :box in(Milk)
  Tick the box for Milk
check → "I agree":box
  Tick the "I agree" box
check → Milk
  Put a check next to Milk
  Check off Milk
check → Dark mode
  Enable Dark mode
check → Wi-Fi
  Turn on Wi-Fi
  Turn Wi-Fi on
  Switch Wi-Fi on
  Set Wi-Fi on
  Set Wi-Fi to on
  Toggle Wi-Fi on
check → Wi-Fi:toggle
  Switch on the Wi-Fi toggle
check → notifications
  Activate notifications
check → Newsletter:checkbox
  Ensure that the Newsletter checkbox is ticked
check → :message #1 ; check → :message #3
  Tick the first and the third message
check → :checkbox #1 ; check → :checkbox #3
  Tick the first and third checkbox
either [check → Tea and Milk] or [check → Tea; check → Milk]
  Tick Tea and Milk
check → :checkbox in(Luis Ortega)
  Tick the checkbox of the message from Luis Ortega
either [click → Accept terms] or [check → Accept terms] or [check → terms]
  Accept the terms
either [click → Agree to terms] or [check → Agree to terms] or [check → terms]
  Agree to the terms
check → Milk:checkbox
  Mark the checkbox Milk
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("unticking", () => {
  test.each(
    paraphrases(`
uncheck → Wi-Fi
  Make sure that Wi-Fi is off
  Turn off Wi-Fi
  Turn Wi-Fi off
  Switch Wi-Fi off
  Set Wi-Fi to off
uncheck → Email below(Notifications)
  Under "Notifications", turn off Email
uncheck → Newsletter
  Uncheck Newsletter
  Make sure Newsletter is unchecked
  Ensure Newsletter is off
uncheck → Newsletter:box
  Untick the Newsletter box
uncheck → Dark mode
  Disable Dark mode
uncheck → notifications
  Deactivate notifications
uncheck → Milk
  Remove the check from Milk
  Clear the checkmark next to Milk
  Unmark Milk
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("all of them", () => {
  test.each(
    paraphrases(`
either [check → select all:checkbox] or [check → check all:checkbox] or [check → tick all:checkbox] or [every check → :checkbox]
  Tick all
  Check everything
  Select all
every check → :checkbox
  Tick all checkboxes
  Check every checkbox
every check → :box
  Check all boxes
either [check → select all:checkbox] or [check → check all:checkbox] or [check → tick all:checkbox] or [every check → :checkbox row(<row>)]
  Select all rows
either [check → select all:checkbox] or [check → check all:checkbox] or [check → tick all:checkbox] or [every check → :checkbox in(<message>)]
  Select all messages
either [check → select all:checkbox] or [check → check all:checkbox] or [check → tick all:checkbox] or [every check → :checkbox in(<order>)]
  Select all the orders
every uncheck → :checkbox
  Uncheck everything
  Untick every checkbox
every uncheck → :box
  Uncheck all boxes
every uncheck → :switch
  Turn off all switches
every check → :checkbox in(notifications)
  Enable all notifications
every check → :checkbox in(toppings)
  Tick all toppings
click → Expand all
  Expand all
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("marking", () => {
  test.each(
    paraphrases(`
either [click → Mark Milk as done] or [click → Mark as done in(Milk)] or [check → Milk] or [click → done in(Milk)]
  Mark Milk as done
either [click → Mark message from Tom as read] or [click → Mark as read in(Tom)] or [click → read in(Tom)]
  Mark the message from Tom as read
either [click → Mark Pay rent as completed] or [click → Mark as completed in(Pay rent)] or [check → "Pay rent"] or [click → completed in(Pay rent)]
  Mark "Pay rent" as completed
click → Mark all as read
  Mark all as read
click → Mark as read
  Mark as read
either [click → Mark task 3 as done] or [click → Mark as done in(task 3)] or [check → 3:task] or [click → done in(task 3)]
  Mark task 3 as done
either [click → Mark Buy milk as finished] or [click → Mark as finished in(Buy milk)] or [check → Buy milk] or [click → finished in(Buy milk)]
  Mark Buy milk as finished
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("values", () => {
  test.each(
    paraphrases(`
setValue {"to":"Admin"} → role in(Bob)
  Change Bob's role to Admin
setValue {"to":"Shipped"} → status in(1042)
  Change the status of order 1042 to Shipped
setValue {"to":"Shipped"} → status in(#2 <order>)
  Set the status of the second order to Shipped
setValue {"to":"2"} → quantity in(Lamp)
  Set the quantity of the Lamp to 2
setValue {"steps":1} → volume
  Turn the volume up
setValue {"to":"3"} → Quantity
  Set Quantity to 3
setValue {"to":"3"} → quantity
  Set the quantity to 3
  Change the quantity from 1 to 3
setValue {"by":2} → Quantity
  Increase Quantity by 2
setValue {"steps":1} → quantity
  Increase the quantity
setValue {"by":-1} → Guests
  Decrease Guests by one
setValue {"to":"80"} → volume
  Raise the volume to 80
setValue {"to":"20%"} → Volume
  Lower Volume to 20%
setValue {"to":"40"} → Volume:slider
  Set the Volume slider to 40
  Move the Volume slider to 40
setValue {"to":"75"} → Volume:slider
  Drag the Volume slider to 75
setValue {"end":"most"} → Volume
  Set Volume to the maximum
setValue {"to":"10"} → volume
  Turn the volume down to 10
either [click → 4 stars] or [setValue {"to":"4"} → rating]
  Rate it 4 stars
  Give it 4 stars
either [click → 3] or [setValue {"to":"3"} → rating]
  Give the product a rating of 3
setValue {"to":"4 stars"} → rating
  Set the rating to 4 stars
setValue {"to":"100"} → price range
  Set the price range to 100
setValue {"to":"70"} → brightness
  Adjust brightness to 70
setValue {"by":1} → adults
  Increase the number of adults by 1
setValue {"to":"2"} → adults ; setValue {"to":"1"} → children
  Set adults to 2 and children to 1
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("dates", () => {
  test.each(
    paraphrases(`
pickDate 2027-05-05 → check-in date
  Select May 5, 2027 as the check-in date
pickDate 2027-05-05 → check-in ; pickDate 2027-05-09 → check-out
  Set check-in to 5 May 2027 and check-out to 9 May 2027
pickDate 2027-03-14 → date
  Set the date to 2027-03-14
pickDate 2027-03-14 → departure date
  Pick 14 March 2027 as the departure date
pickDate 2027-03-03
  Choose March 3rd, 2027
pickDate --05-05 → calendar
  Select 5 May in the calendar
  Pick the 5th of May from the calendar
pickDate 2027-05-01 → Start date
  Set Start date to 1 May 2027
type "24 December 2026" → Delivery date
  Enter 24 December 2026 in Delivery date
pickDate 2027-03-14 → :date picker
  Choose 2027-03-14 in the date picker
pickDate 2027-05-01 → arrival
  Set the arrival to May 1, 2027
pickDate 2027-03-19 → end date
  Change the end date to 19 March 2027
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("menus", () => {
  test.each(
    paraphrases(`
menu → File:menu > Export
  Choose Export from the File menu
  From the File menu choose Export
  In the File menu, click Export
  Click Export in the File menu
  Export via the File menu
  Via the File menu, click Export
  Click Export via the File menu
click → File:menu ; select "Export" <Export>
  Open the File menu and choose Export
click → File:menu ; click → Export ; click → PDF
  Open the File menu, then Export, then PDF
menu → File > Export > PDF
  Go to File > Export > PDF
menu → File > Export
  Select File > Export
click → :menu in(Report) ; select "Rename" <Rename>
  Open the menu of Report and choose Rename
click → Actions:menu row(Alice <row>) ; click → Delete
  Open the Actions menu in the row of Alice and click Delete
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});
