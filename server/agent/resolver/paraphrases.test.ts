import { describe, expect, test } from "vitest";
import { brief } from "../../testing/brief-steps.ts";
import { paraphrases } from "../../testing/paraphrases.ts";
import { parseInstruction } from "./grammar.ts";

const read = (sentence: string): string | undefined => parseInstruction(sentence)?.map(brief).join(" ; ");

describe("clicking", () => {
  test.each(
    paraphrases(`
click → "Submit":button
  Click on the "Submit" button to submit the form
click → "Add to cart":button beside(Blue Shirt)
  Click the 'Add to cart' button next to 'Blue Shirt'
click → hamburger menu:icon
  Click the hamburger menu icon
click → :item #1 in(<list>)
  Click the first item in the list
click → X:button
  Click the X button to close the popup
click → user avatar
  Click on the user avatar in the top right corner
click → :email in(Bob)
  Open the email from Bob
click → "Hello":message
  Open the message with the subject "Hello"
select "Rename" <"Rename">
  Click "Rename" in the context menu
click → OK in(<dialog>)
  In the dialog, click OK
click → Yes in(<popup>)
  In the popup that appears, click Yes
click → Save
  Next, click Save
  We want to click Save
  Click on Save
  Tap Save
  Press Save
  Left-click Save
  Click on Save, please
  Can you click on Save?
click → Send
  Finally, click Send.
click → Settings:page
  I'd like to open the Settings page
click → "Save":button
  Click the "Save" button.
  Please press the "Save" button.
  Click the button labeled "Save"
click → Save:button
  Hit the Save button
  Push the Save button
  Click the button with the text Save
  Click the button named Save
  I need you to click the Save button
click → "Save"
  Click 'Save' to continue
click → "Forgot password?":link
  Click on the link "Forgot password?"
click → Forgot password:link
  Follow the Forgot password link
click → Save ; click → Save
  Click Save twice
  Click twice on Save
doubleClick → Save
  Double-tap Save
click → Save ; click → Save ; click → Save
  Click Save 3 times
click → More in(cart) ; click → More in(cart)
  Click More twice in the cart
click → Save top()
  Click Save at the top of the page
click → Delete:button in(Alice)
  Click the Delete button for Alice
click → Edit:link beside(Bob)
  Click the Edit link next to Bob
click → gear:icon
  Click the gear icon
click → "x" in(<dialog>)
  Click the "x" in the dialog
click → Settings
  Navigate to Settings
  Open Settings
click → Billing:tab
  Go to the Billing tab
  Switch to the Billing tab
  Activate the Billing tab
click → Pricing:page
  Visit the Pricing page
click → Edit:button in(Alice)
  Click Alice's Edit button
click → :details row(order 1042 <row>)
  In the row for order 1042, click Details
click → :button below(Email)
  Click the button below the Email field
click → Add:card below(In progress)
  Click Add card under In progress
click → Add to cart in(#-1 <product>)
  Click Add to cart for the last product
click → :message #3
  Click the third message
click → :article #2
  Open the second article
click → Save:icon in(<toolbar>)
  Click the Save icon in the toolbar
select "Billing tab" <Billing:tab>
  Select the Billing tab
click → "Terms & Conditions"
  Click on "Terms & Conditions"
click → Learn more:link
  Click the link that says Learn more
click → "Learn more":link in(<footer>)
  Click the "Learn more" link in the footer
click → Oslo:card
  Click the card titled Oslo
focus → Name:field
  Click into the Name field
focus → Notes:box
  Click inside the Notes box
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("double clicks", () => {
  test.each(
    paraphrases(`
doubleClick → :note row(Chen Wei <row>)
  Double-click the note in the row of Chen Wei
doubleClick → a.txt:file
  Double click on the file a.txt
doubleClick → "Water the plants"
  Doubleclick 'Water the plants'
doubleClick → :row #2
  double-click on the second row
doubleClick → Total:cell
  Double click the Total cell
doubleClick → "report.pdf":file
  Double click the file "report.pdf"
doubleClick → :title
  dblclick Title
  Perform a double click on Title
doubleClick → Welcome:heading
  Double-click the heading Welcome
doubleClick → report_2026.csv
  Double-click report_2026.csv
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("right clicks", () => {
  test.each(
    paraphrases(`
rightClick → Music
  Right-click Music
  Open the context menu of Music
  Click Music with the right mouse button
rightClick → report.pdf:file
  Right click on the file report.pdf
rightClick → :row #1
  Right-click the first row
rightClick → report.pdf
  Open the context menu for report.pdf
rightClick → "Invoice 2031" ; either [select "Mark as unread" <Mark as unread>] or [select "Mark" <Mark> → unread]
  right click "Invoice 2031" and choose Mark as unread
rightClick → Music ; select "Duplicate" <Duplicate>
  Right-click on Music, then choose Duplicate
rightClick → map
  Right-click the map
rightClick → :image
  rightclick the image
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("hovering", () => {
  test.each(
    paraphrases(`
hover → profile:icon ; click → Log out
  Hover over the profile icon and click Log out
hover → Products
  Hover over Products
  Hover Products
  Mouse over Products
  Point at Products
  Hold the mouse over Products
hover → Products:menu
  Move the mouse over the Products menu
hover → avatar
  Hover the mouse over the avatar
hover → Help:icon
  Move the cursor to the Help icon
hover → Products:link
  Hover on the Products link
hover → :message in(Tom Becker) ; click → Delete:button in(Tom Becker)
  Hover over the message from Tom Becker and click its Delete button
hover → Products ; click → Shoes
  Hover over Products and then click Shoes
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("typing", () => {
  test.each(
    paraphrases(`
type "SAVE10" → coupon code ; click → Apply
  Enter the coupon code "SAVE10" and click Apply
type "2" → quantity
  Enter "2" as the quantity
type "john@example.com" → email:input field
  Enter 'john@example.com' into the email input field
type "Ann" → name #1 ; type "Ray" → name #-1
  Fill in "Ann" for First name and "Ray" for Last name
type "laptop" → search:bar ; press Enter
  Type 'laptop' in the search bar and hit Enter
type "Ann" → Name
  Type "Ann" into Name
  Enter Ann for Name
  Fill in Name with Ann
  Input Ann into Name
  Fill in Name: Ann
  Type into Name: Ann
type "Ann" → Name:field
  Type Ann in the Name field
  Fill the Name field with "Ann"
  Fill out the Name field with Ann
  Put Ann in the Name field
  Fill "Ann" into the Name field
  In the Name field, type Ann
  In the Name field enter "Ann"
  Type Ann into the field labeled Name
type "Ann" → "Name":field
  Enter "Ann" in the "Name" field
type "Ann" → name
  Enter Ann as the name
type "Ann" → Name:box
  Write Ann into the Name box
type "1234" → PIN:field
  Key in 1234 in the PIN field
type "Hello" → Message
  Insert "Hello" into Message
type "https://example.com" → URL:field
  Paste https://example.com into the URL field
setValue {"to":"Ann"} → Name:field
  Set the Name field to Ann
setValue {"to":"Ann"} → Name
  Set Name = Ann
setValue {"to":"Ann"} → Name ; setValue {"to":"Oslo"} → City
  Name: Ann ⏎ City: Oslo
type "ann@example.com" → :email
  Use ann@example.com as the email
  Enter your email ann@example.com
type "ann@example.com" → Email
  Provide ann@example.com for Email
type "42" → Quantity:field row(Lamp <row>)
  Type 42 into the Quantity field in the row of Lamp
type "Done" → Notes
  Replace the text in Notes with Done
  Replace the text of Notes with Done
  Overwrite Notes with Done
setValue {"to":"Hello"} → :title
  Change the title to Hello
  Update the Title to "Hello"
type "%email%" → Email
  Type %email% into Email
type "hello"
  Type hello
type "hello" ; press Enter
  Type "hello" and press Enter
type "Water the garden" → Edit:task ; press Enter
  Type 'Water the garden' into Edit task and press Enter
type "Hello" → :title
  Give Title the value Hello
type "Oslo" → City
  Populate City with Oslo
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("adding to a text", () => {
  test.each(
    paraphrases(`
press Control+End → Notes:field ; type " again"
  Append " again" to Notes
  Add " again" to Notes
  Type " again" at the end of Notes
press Control+End → Message:field ; type "Thanks"
  Append Thanks to the Message field
  Add "Thanks" to the end of the Message
press Control+End → Message:field ; type "Bye"
  Write Bye at the end of the Message field
press Control+Home → Message:field ; type "Dear Ann,"
  Insert "Dear Ann," at the beginning of Message
press Control+Home → Subject:field ; type "Re: "
  Prepend "Re: " to Subject
press Control+Home → Message:field ; type "Hi"
  Add "Hi" at the start of the Message
press Control+End → Notes:field ; type "more"
  Append the text "more" to Notes
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("clearing", () => {
  test.each(
    paraphrases(`
clear → Name:field
  Leave the Name field empty
  Clear the Name field
  Clear the contents of the Name field
clear → search:field ; type "chairs"
  Clear the search field and type "chairs"
clear → search:box
  Empty the search box
clear → Notes
  Erase the text in Notes
  Delete the text in Notes
  Remove the text from Notes
  Clear Notes
  Delete the contents of Notes
clear → Notes:field
  Clear out the Notes field
  Blank the Notes field
clear → Comments:field
  Wipe the Comments field
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("forms", () => {
  test.each(
    paraphrases(`
setValue {"to":"Ann"} → Name ; setValue {"to":"Oslo"} → City
  Fill in the form: Name: Ann, City: Oslo
  Complete the form as follows: Name: Ann; City: Oslo
setValue {"to":"Ann"} → name ; setValue {"to":"Oslo"} → city
  Fill out the form with Ann as the name and Oslo as the city
  Fill in the form with name Ann and city Oslo
setValue {"to":"Ann"} → Name ; setValue {"to":"a@b.c"} → Email ; click → Send
  Fill in the contact form with the following values: Name = Ann, Email = a@b.c, then click Send
setValue {"to":"Ann"} → Name ; setValue {"to":"Oslo"} → City ; setValue {"to":"Norway"} → Country
  Set Name to Ann, City to Oslo and Country to Norway
  Name: Ann ⏎ City: Oslo ⏎ Country: Norway
type "Ann" → Name ; type "a@b.c" → Email ; type "Rome" → City
  Fill in Name with Ann, Email with a@b.c and City with Rome
type "Ann" → Name ; type "Ray" → Surname ; click → Save
  Type Ann into Name, Ray into Surname and press Save
setValue {"to":"Ann"} → Name ; setValue {"to":"Oslo"} → City ; click → Save
  Fill in the form: ⏎ - Name: Ann ⏎ - City: Oslo ⏎ Then click Save
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});

describe("signing in", () => {
  test.each(
    paraphrases(`
either [type "ann" → username:field] or [type "ann" → login:field] or [type "ann" → email:field] ; type "secret1" → password:field ; submit → password:field
  Log in with ann and secret1
  Sign in with username ann and password secret1
  Login with ann / secret1
  Log in using ann and secret1
either [type "ann" → username:field] or [type "ann" → login:field] or [type "ann" → email:field] ; type "x" → password:field ; submit → password:field
  Log in as ann with password x
  Sign in as ann using password x
either [type "ann@example.com" → email:field] or [type "ann@example.com" → username:field] or [type "ann@example.com" → login:field] ; type "secret1" → password:field ; submit → password:field
  Log in with email ann@example.com and password secret1
either [type "ann@example.com" → email:field] or [type "ann@example.com" → username:field] or [type "ann@example.com" → login:field] ; type "s3cret" → password:field ; submit → password:field
  Sign in as ann@example.com with the password "s3cret"
either [type "%user%" → username:field] or [type "%user%" → login:field] or [type "%user%" → email:field] ; type "%pass%" → password:field ; submit → password:field
  Log in with the username %user% and the password %pass%
either [type "ann" → username:field] or [type "ann" → login:field] or [type "ann" → email:field] ; type "x y" → password:field ; submit → password:field
  Please log in as "ann" with password "x y"
  `),
  )("%s", (sentence, steps) => expect(read(sentence)).toBe(steps));
});
