import { casesOn } from "./on-page.ts";

const { explicit, ambiguous, nonsense } = casesOn("contacts.html");

/** A list that holds only the rows in sight, a feed that grows, a long page. */
export const contacts = [
  explicit("contacts-call", "click Call for Cleo Abbott 1", "state.called.join() === 'Cleo Abbott 1'"),
  explicit("contacts-scroll-list", "scroll the Contacts list down", "document.getElementById('view').scrollTop > 100"),
  explicit(
    "contacts-scroll-end",
    "scroll to the bottom of the Contacts list",
    "(({ scrollTop, clientHeight, scrollHeight }) => scrollTop + clientHeight > scrollHeight - 5)(document.getElementById('view'))",
  ),
  explicit(
    "contacts-scroll-call",
    "scroll the contacts list down by 1600 px and click Call in the row of Eve Ellis 1",
    "state.called.join() === 'Eve Ellis 1'",
  ),
  explicit(
    "contacts-feed",
    "scroll down in the News feed",
    "document.getElementById('feed').childElementCount > 10 || document.getElementById('feed').scrollTop > 50",
  ),
  explicit("contacts-page", "scroll down to the bottom of the page", "scrollY + innerHeight > document.documentElement.scrollHeight - 5"),
  explicit("contacts-foot", "click Back to top", "state.footed"),
  explicit("contacts-to", "scroll to the Back to top button", "document.getElementById('foot').getBoundingClientRect().top < innerHeight && !state.footed"),
  ambiguous("contacts-which", "click the Call button", "state.called.length === 0"),
  nonsense("contacts-nobody", "click Call for Zed Unknown", "state.called.length === 0"),
];
