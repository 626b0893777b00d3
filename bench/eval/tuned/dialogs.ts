import { casesOn } from "./on-page.ts";

const { explicit, ambiguous, nonsense } = casesOn("dialogs.html");
const cookie = { prepare: "document.getElementById('cookie').hidden = false" };
const making = { prepare: "document.getElementById('make').showModal()" };
const asking = { prepare: "document.querySelector('[data-p=Basalt] .del').click()" };

/** A dialog of the browser's, one of divs, a banner over everything; the same words on the page below. */
export const dialogs = [
  explicit("dialogs-cookies", "reject all cookies", "state.cookie === 'none'", cookie),
  explicit(
    "dialogs-cookies-accept",
    "Click Accept all in the cookie banner, then click New project",
    "state.cookie === 'all' && document.getElementById('make').open",
    cookie,
  ),
  explicit(
    "dialogs-create",
    'Click New project, enter "Delta" as the name, select Public from Visibility and click Create',
    "state.projects.includes('Delta') && state.vis === 'Public'",
  ),
  explicit("dialogs-cancel", "click Cancel", "!document.getElementById('make').open && state.projects.length === 3", making),
  explicit("dialogs-escape", "press Escape", "!document.getElementById('make').open", making),
  explicit(
    "dialogs-delete",
    'click Delete in the row of Basalt, type "Basalt" into Project name and click Delete',
    "state.projects.join() === 'Aurora,Cinder'",
  ),
  explicit(
    "dialogs-delete-confirm",
    "type Basalt into the project name and press the Delete button in the dialog",
    "state.projects.join() === 'Aurora,Cinder'",
    asking,
  ),
  explicit("dialogs-close", "close the dialog", "document.getElementById('ask').hidden && !state.yearClosed", asking),
  explicit("dialogs-share", "share Cinder", "state.shared === 'Cinder'"),
  explicit("dialogs-star", "click Star Aurora", "state.starred.join() === 'Aurora'"),
  explicit("dialogs-close-year", "click Close the year", "state.yearClosed"),
  ambiguous("dialogs-which-share", "click the Share button", "state.shared === null"),
  nonsense("dialogs-no-dialog", "close the settings dialog", "!state.yearClosed && touched === 0"),
];
