import { describe, expect, test } from "vitest";
import { brief } from "../../testing/brief-steps.ts";
import { paraphrases } from "../../testing/paraphrases.ts";
import { parseInstruction } from "./grammar.ts";

const read = (sentence: string): string | undefined => parseInstruction(sentence)?.map(brief).join(" ; ");

describe("lists and searches", () => {
  test.each(
    paraphrases(`
type "laptop" → search:box ; press Enter
  Use the search box to search for laptop
type "laptop" → search:bar ; press Enter
  Search for 'laptop' using the search bar
either [select "Price descending order" <Price descending:order> → sort by] or [sort descending → Price]
  Sort the Price column in descending order
either [select "Price" <Price> → sort by] or [click → Price]
  Sort by Price
either [select "price descending" <price descending> → sort by] or [sort descending → price]
  Sort by price descending
either [select "Name" <Name> → sort by] or [click → Name]
  Sort the table by Name
either [select "Price: low to high" <"Price: low to high"> → sort by] or [click → "Price: low to high"]
  Sort by "Price: low to high"
either [select "date" <date> → sort by] or [click → date]
  Order the results by date
either [select "Open" <Open> → filter] or [check → Open] or [click → Open]
  Filter by Open
either [setValue {"to":"Open"} → status] or [select "status Open" <status Open> → filter] or [check → status Open] or [click → status Open]
  Filter the list by status Open
either [click → Show only Open] or [select "Open" <Open> → filter] or [check → Open] or [click → Open]
  Show only Open
type "shoes" → search:field ; press Enter
  Search for shoes
  Search "shoes"
type "left pad" → search:box ; press Enter
  Search for "left pad" in the search box
click → 3:page
  Go to page 3
either [click → Go to next page] or [click → next:page] or [click → next] or [click → continue]
  Go to the next page
click → Next page
  Next page
either [click → Go to previous page of results] or [click → previous:page in(results)] or [click → previous in(results)] or [click → back in(results)]
  Go to the previous page of results
setValue {"to":"50"} → entries
  Show 50 entries
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("by what a button does", () => {
  test.each(
    paraphrases(`
either [click → Follow Bob] or [click → Follow in(Bob)]
  Follow Bob
either [click → Star message from Bob] or [click → Star in(Bob)]
  Star the message from Bob
either [click → Delete last comment] or [click → Delete in(#-1 <comment>)]
  Delete the last comment
either [click → Like first post] or [click → Like in(#1 <post>)]
  Like the first post
click → Add a new row
  Add a new row
click → Create a folder named Recipes
  Create a folder named Recipes
click → Mute
  Mute
click → Show more
  Show more
click → Load more
  Load more
click → Clear all filters
  Clear all filters
either [click → Reply to Bob's message] or [click → Reply to in(Bob)]
  Reply to Bob's message
click → Add Brass floor lamp to cart
  Add the Brass floor lamp to the cart
click → Remove Lamp from cart
  Remove the Lamp from the cart
click → Delete Alice
  Delete Alice
either [click → Delete newsletter message] or [click → Delete in(newsletter)]
  Delete the newsletter message
either [click → Edit last order] or [click → Edit in(#-1 <order>)]
  Edit the last order
either [click → Edit order 1042] or [click → Edit in(1042)]
  Edit order 1042
either [click → Download second file] or [click → Download in(#2 <file>)]
  Download the second file
either [click → Reply to first message] or [click → Reply to in(#1 <message>)]
  Reply to the first message
either [click → Archive message from Tom Becker] or [click → Archive in(Tom Becker)]
  Archive the message from Tom Becker
either [click → Show details for order 7] or [click → :details in(order 7)]
  Show details for order 7
either [click → View details of order 1042] or [click → :details in(1042)]
  View the details of order 1042
either [click → Accept all cookies] or [check → Accept all cookies] or [check → all cookies]
  Accept all cookies
click → Reject all cookies
  Reject all cookies
either [click → Confirm deletion] or [click → confirm in(<dialog>)] or [click → yes in(<dialog>)] or [click → ok in(<dialog>)] or [click → delete in(<dialog>)]
  Confirm the deletion
click → Confirm
  Confirm
click → Cancel order
  Cancel the order
click → Save changes
  Save the changes
click → Discard draft
  Discard the draft
click → Continue to payment
  Continue to payment
click → Proceed to checkout
  Proceed to checkout
click → Check out
  Check out
either [click → Play second song] or [click → Play in(#2 <song>)]
  Play the second song
either [click → Share first post] or [click → Share in(#1 <post>)]
  Share the first post
click → Sign out
  Sign out
submit
  Submit the form
click → Send message
  Send the message
click → Next
  Next
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("closing", () => {
  test.each(
    paraphrases(`
click → close in(<popup>)
  Close the popup
click → close in(<dialog>)
  Close the dialog
  Exit the dialog
click → close in(<banner>)
  Dismiss the banner
click → close
  Dismiss
  Close it
click → close in(Settings <dialog>)
  Close the Settings dialog
click → close in(cookie <banner>)
  Close the cookie banner
click → close in(<notification>)
  Dismiss the notification
click → close in(modal <window>)
  Close the modal window
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("keys", () => {
  test.each(
    paraphrases(`
press Enter
  Press Enter
press Ctrl+A
  Press Ctrl+A
press Enter → search:field
  Hit Enter in the search field
press Escape
  Press the Escape key
  Press Esc
press Tab x2
  Hit the Tab key twice
press Tab x3
  Press Tab 3 times
press Enter → Name:field
  Press Enter in the Name field
press Ctrl+A ; press Delete
  Press Ctrl+A, then Delete
press ArrowDown
  Use the down arrow key
press Meta+K
  Press Cmd+K
press Shift+Tab
  Press Shift + Tab
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("scrolling", () => {
  test.each(
    paraphrases(`
scroll down
  Scroll down to see more results
  Scroll down to load more
  Scroll down
  Scroll down a bit
scroll bottom
  Scroll to the bottom
scroll → footer
  Scroll to the footer
  Bring the footer into view
scroll → Mina Gruber ; either [click → name in(Mina Gruber)] or [click → Mina Gruber]
  Scroll down to Mina Gruber and click her name
scroll down until 300:item
  Scroll until you see Item 300
scroll down → Messages:list
  Scroll the Messages list down
scroll up 300px
  Scroll up 300 pixels
scroll top
  Scroll to the top of the page
scroll down 500px
  Scroll the page down by 500px
scroll down x2
  Scroll down twice
scroll bottom → People:list
  Scroll to the end of the People list
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("dragging", () => {
  test.each(
    paraphrases(`
either [drag → "Fix login" in(To do) onto Done] or [drag → "Fix login" onto Done]
  Drag 'Fix login' from To do to Done
drag → :task #1 onto Done:column
  Drag the first task to the Done column
drag → "Fix login":card onto "In progress":column
  Drag the card "Fix login" to the "In progress" column
drag → Task 1 onto Done
  Drag Task 1 to Done
  Drag and drop Task 1 into Done
  Move Task 1 to Done
  Drop Task 1 on Done
drag → Task 1 onto Task 2
  Drag Task 1 onto Task 2
drag → Task 1 onto Task 3 before
  Drag Task 1 above Task 3
  Drag Task 1 before Task 3
drag → Task 1 onto Task 3 after
  Drag Task 1 below Task 3
drag → Task 1 onto Done:column
  Move Task 1 into the Done column
drag → Task 1 first
  Move Task 1 to the top of the list
drag → Task 1 last
  Drag Task 1 to the end of the list
drag → :slider {"by":{"x":50,"y":0}}
  Drag the slider 50 pixels to the right
drag → handle in(Take Five) onto So What
  Drag the handle of Take Five to So What
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("unfolding", () => {
  test.each(
    paraphrases(`
expand → :details
  Expand Details
expand → Advanced:section
  Expand the Advanced section
  Open the Advanced section
collapse → Advanced:section
  Collapse the Advanced section
expand → Pictures
  Unfold Pictures
expand → "Where is my parcel?"
  Expand 'Where is my parcel?'
expand → Pictures ; expand → Lisbon ; doubleClick → river.jpg
  Expand Pictures, expand Lisbon and double-click river.jpg
collapse → sidebar
  Collapse the sidebar
expand → :details ; click → Readme
  Expand Details then open Readme
expand → Alice:row
  Expand the row of Alice
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("the history", () => {
  test.each(
    paraphrases(`
back
  Go back
  Go back to the previous page
  Navigate back
  Return to the previous page
forward
  Go forward
reload
  Reload the page
  Refresh
  Refresh the page
  Reload
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("files", () => {
  test.each(
    paraphrases(`
upload cv.pdf → Resume:field
  Upload the file "cv.pdf" in the Resume field
upload cv.pdf → Resume
  Upload cv.pdf to Resume
  Choose the file cv.pdf for Resume
upload %report% → :message
  Attach %report% to the message
upload photo.png → avatar
  Upload the file photo.png as the avatar
upload cv.pdf
  Attach cv.pdf
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});
