import { describe, expect, test } from "vitest";
import { brief } from "../../testing/brief-steps.ts";
import { paraphrases } from "../../testing/paraphrases.ts";
import { parseInstruction } from "./grammar.ts";

const read = (sentence: string): string | undefined => parseInstruction(sentence)?.map(brief).join(" ; ");

describe("how something is to be", () => {
  test.each(
    paraphrases(`
either [click → Show only drafts] or [select "drafts" <drafts> → filter] or [check → drafts] or [click → drafts] or [select "draft" <:draft> → filter] or [check → :draft] or [click → :draft]
  Show only the drafts
either [click → List only open tickets] or [select "open tickets" <open tickets> → filter] or [check → open tickets] or [click → open tickets] or [select "open ticket" <open ticket> → filter] or [check → open ticket] or [click → open ticket]
  List only open tickets
either [click → Show only admins, using status filter] or [select "admins" <admins> → status] or [select "admin" <admin> → status]
  Show only the admins, using the status filter
either [setValue {"to":"Oslo"} → city] or [type "Oslo" → filter:field] or [type "Oslo" → search:field]
  Filter by city: Oslo
either [click → Go on to next question] or [click → next question] or [click → next] or [click → continue]
  Go on to the next question
either [click → Move on to next step] or [click → next:step] or [click → next] or [click → continue]
  Move on to the next step
either [click → Go to previous month] or [click → previous month] or [click → previous]
  Go to the previous month
either [click → Go one step back] or [click → previous:step] or [click → previous] or [click → back]
  Go one step back
either [click → Jump back to top] or [scroll top]
  Jump back to the top
either [click → back in(settings <dialog>)] or [click → back in(<dialog>)]
  Go back from the settings dialog
click → close in(<window>)
  Close the window with the cross
either [click → close in(find and replace <window>)] or [click → close find; click → close in(replace <window>)]
  Close the find and replace window
press Enter
  Send it with Enter
press Escape
  Confirm with the Escape key
either [click → Put a star on note Milk] or [click → star in(Milk)] or [click → add star in(Milk)]
  Put a star on the note "Milk"
either [click → Give a thumbs up to Ann's comment] or [click → thumbs up in(Ann)] or [click → add thumbs up in(Ann)]
  Give a thumbs up to Ann's comment
either [check → fair row(service)] or [check → fair in(service)] or [setValue {"to":"fair"} → service] ; either [check → good row(price)] or [check → good in(price)] or [setValue {"to":"good"} → price]
  Rate service as fair and price as good
either [click → 3 stars in(comfort)] or [setValue {"to":"3"} → rating in(comfort)]
  Give three stars for comfort
either [setValue {"to":"Ann Berg"} → assignee] or [setValue {"to":"Ann Berg"} → assigned to] or [setValue {"to":"Ann Berg"} → assign]
  Assign this ticket to Ann Berg
either [click → Add tag urgent] or [type "urgent" → tag:field; press Enter → tag:field]
  Add the tag urgent
either [click → Add tags red] or [type "red" → tag:field; press Enter → tag:field] ; either [click → Add tags blue] or [type "blue" → tag:field; press Enter → tag:field]
  Add the tags "red" and "blue"
either [type "Sure, gladly" → reply:field] or [type "Sure, gladly" → message:field] or [type "Sure, gladly" → comment:field] or [click → reply; either [type "Sure, gladly" → reply:field] or [type "Sure, gladly" → message:field] or [type "Sure, gladly" → comment:field] or [type "Sure, gladly"]]
  Reply with: Sure, gladly
either [type "Done" → comment:field; click → comment] or [type "Done" → message:field; click → comment] or [type "Done" → comment:field] or [type "Done" → message:field] or [click → comment; either [type "Done" → comment:field] or [type "Done" → message:field] or [type "Done"]] ; click → close:ticket
  Comment "Done" and close the ticket
either [type "Summer" → playlist name:field] or [type "Summer" → name:field]
  Name the playlist "Summer"
either [type "Blue Door" → name:field] or [type "Blue Door" → title:field]
  Call it Blue Door
either [click → Make Ann Berg a viewer] or [click → make viewer in(Ann Berg)] or [click → make a viewer in(Ann Berg)]
  Make Ann Berg a viewer
either [check → italic] or [select "italic" <italic>] or [click → italic]
  Make it italic
either [click → Pay by invoice] or [select "invoice" <:invoice>]
  Pay by invoice
type "AUTUMN20" → voucher code:field ; click → apply
  Apply the voucher code AUTUMN20
either [click → Use saved address Harbour Street] or [click → use in(saved address Harbour Street)] or [select "saved address Harbour Street" <saved address Harbour Street>]
  Use the saved address Harbour Street
either [type "ann@example.com" → email:field] ; click → subscribe
  Subscribe with ann@example.com
either [setValue {"to":"06:30"} → turn on at] or [setValue {"to":"06:30"} → turn on] ; either [setValue {"to":"22:15"} → turn off at] or [setValue {"to":"22:15"} → turn off]
  Turn on at 06:30 and turn off at 22:15
either [click → Expand all sections] or [click → expand all] or [every expand → sections !expanded]
  Expand all the sections
press ControlOrMeta+a → Notes:field
  Select all the text in Notes
either [click → Archive selected messages] or [click → archive selected] or [click → archive]
  Archive the selected messages
check → :checkbox row(#2 <row>) ; either [click → delete what is selected] or [click → delete selected] or [click → delete]
  Tick the second row and delete what is selected
setValue {"by":5} → brightness
  Turn the brightness up by 5
setValue {"by":2} → delay
  Increase the delay by 2 seconds
either [drag → handle in(Tea) onto "Milk" before] or [drag → "Tea" onto "Milk" before]
  Drag 'Tea' by its handle above 'Milk'
type "Gone" → :note
  Replace the whole text of the note with "Gone"
either [uncheck → wifi and bluetooth] or [uncheck → wifi; uncheck → bluetooth]
  Turn wifi and bluetooth off
check → :switch !checked
  Turn on the one switch that is still off
select "third floor" <floor #3>
  Choose the third floor
pickDate 2028-05-04
  Choose the date 4 May 2028
either [select "size 41 of the Hill Boot" <size 41 in(Hill Boot)>] or [select "41" <41> → size in(Hill Boot)]
  Select size 41 of the Hill Boot
either [check → Good row(Service <row>)] or [select "Good" <Good> → Service:row]
  Select Good in the row Service
either [check → :checkbox row(<row>) after(Ann Berg)] or [click → :row after(Ann Berg)]
  Select the row directly below Ann Berg
either [deselect "task 12" <12:task>] or [uncheck → :checkbox row(12 <task>)]
  Unselect task 12
either [check → message and the second message #1] or [check → :message #1; check → :message #2]
  Tick the first two messages
menu → View > Zoom > Fit
  View > Zoom > Fit
either [click → Show grid in View menu] or [menu → View:menu > grid]
  Show the grid (View menu)
click → Edit Tea ; setValue {"to":"4"} → price ; click → save
  Edit Tea: set the price to 4 and save
setValue {"to":"Ann"} → name #1 ; setValue {"to":"Oslo"} → city
  Enter first name Ann and city Oslo
setValue {"to":"Ann Berg"} → :payee ; setValue {"to":"NO93 8601"} → IBAN ; setValue {"to":"12.50"} → amount ; setValue {"to":"Rent"} → reference ; click → continue
  Fill in payee Ann Berg, IBAN NO93 8601, amount 12.50 and reference Rent, then continue
setValue {"to":"4111"} → number ; setValue {"to":"01/30"} → expiry
  Fill in the card (number: 4111, expiry: 01/30)
either [type "ann" → username:field] or [type "ann" → login:field] or [type "ann" → email:field] ; type "x1" → password:field ; submit → password:field
  Log in: username ann, password x1
either [type "ann" → username:field] or [type "ann" → login:field] or [type "ann" → email:field] ; type "x1" → password:field ; either [click → keep me logged in] or [check → keep me logged in] or [check → me logged in] ; submit → password:field
  Sign in as ann with the password x1 and keep me logged in
either [type "Soup" → Wishes:field] or [type "Soup" → :field below(Wishes)]
  Under 'Wishes' write Soup
rightClick → plan.txt ; select "Rename" <Rename>
  Right-click plan.txt, then Rename
either [check → "Daily"] or [select "Daily" <"Daily">] or [click → Answer Daily] ; either [click → go on to next step] or [click → next:step] or [click → next] or [click → continue]
  Answer "Daily" and go on to the next step
click → "Details" ; click → sign up to help
  Click 'Details' and sign up to help
either [click → Mark as a present] or [click → Mark as present in(this)] or [click → Mark as present] or [check → present] or [click → present in(this)]
  Mark this as a present
    `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("a value takes in no clause of its own", () => {
  test.each(["Set the status to done and notify the team", "Click plan.txt while holding Shift", "Assign the ticket to Ann or to Bea", "Don't send it yet"])(
    "%s is left alone",
    (sentence) => expect(parseInstruction(sentence)).toBeNull(),
  );

  test("what asks for nothing is left out", () => expect(read("Click New. Don't save it yet.")).toBe("click → New"));

  test("an exclamation mark belongs to what is answered", () => expect(read("Reply with: Of course! Then click Close")).toContain('type "Of course!"'));
});
