import { expect, test } from "vitest";
import { parseInstruction } from "./grammar.ts";

/** Questions, conditions, statements, denials and what means none in particular. */
const LEFT_ALONE = `
Do not click Save
Don't click Save
Never click Save
Click Save but not Cancel
Should I click Save?
What does the Save button do?
Where is the Save button?
Is the checkbox checked?
How many items are in the cart?
Which colour is selected?
The Save button is blue
I clicked Save
If the dialog opens, click Save
When the page has loaded, click Save
Unless it is checked, tick Milk
Click Save only if it is enabled
Click Save unless it is disabled
Click either Save or Cancel
Click anything
Click something
Click a random link
Click any button
Tell me the price
What is the total?
Make me a sandwich
Avoid clicking Save
Without clicking Save, go back
Click nothing
Wait for the page to load
Wait 5 seconds
Remember the price
Compare the prices
Summarize the page
Extract the prices
Take a screenshot
Why is it disabled?
Has the order shipped?
Are there any messages?
Click Save if there are errors
asdf
Please
Don't forget the milk
No
Read the message aloud
Think about clicking Save
It would be nice to click Save
Somebody should click Save
Click Save instead of Cancel
Click Save rather than Cancel
The user types Ann into Name
Except for Tea, tick all
Tick all except Tea
Tick everything but Tea
Don't tick all
Check whether Milk is ticked
Verify that the total is 5
`;

test.each(LEFT_ALONE.split("\n").filter((sentence) => sentence !== ""))("%s", (sentence) => expect(parseInstruction(sentence)).toBeNull());
