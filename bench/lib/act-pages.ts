/** The button that every act of the bench presses, and how it is asked for. */
export const BUTTON = "Save changes";
export const INSTRUCTION = `click ${BUTTON}`;
/** How often it was pressed, as the page itself counts. */
export const SAVED = "window.saved";

const TABLE_ROWS = 500;
const ORDER_ROWS = 24;
const FIELDS = ["First name", "Last name", "Company", "Street", "Postal code", "City", "Phone", "Email", "Tax number", "Reference"];
const SECTIONS = ["Overview", "Customers", "Orders", "Invoices", "Products", "Stock", "Reports", "Team", "Settings", "Help"];

const repeat = (times: number, part: (i: number) => string): string => Array.from({ length: times }, (_, i) => part(i)).join("");
const navigation = `<header><a href="#">Northwind</a><nav aria-label="Sections"><ul>${SECTIONS.map((name) => `<li><a href="#${name}">${name}</a></li>`).join("")}</ul></nav>
  <input type="search" placeholder="Search"><button>Account</button></header>`;

/** A page of about 300 elements as business software has them: sections, a form, a table with controls in its rows. */
export function businessPage(): string {
  const fields = FIELDS.map((name, i) => `<div class="field"><label for="f${i}">${name}</label><input id="f${i}" value="Value ${i}"></div>`).join("");
  const orders = repeat(
    ORDER_ROWS,
    (i) => `<tr><td>${1000 + i}</td><td>2026-03-${10 + (i % 20)}</td><td>${i * 17} €</td><td><button>Edit</button> <button>Delete</button></td></tr>`,
  );
  return `<!doctype html><html lang="en"><title>Customer</title>
  <style>body { font: 14px sans-serif } td, th { padding: 4px 8px } .field { margin: 4px }</style>
  ${navigation}<main><h1>Customer</h1><form onsubmit="return false"><h2>Details</h2>${fields}
  <label>Country <select><option>Austria<option selected>Germany<option>Italy</select></label><label><input type="checkbox"> Newsletter</label>
  <button type="button" id="save">${BUTTON}</button><button type="button">Cancel</button><output id="told"></output></form>
  <h2>Orders</h2><table><thead><tr><th>Number<th>Date<th>Sum<th>Actions</tr></thead><tbody>${orders}</tbody></table></main>
  <script>window.saved = 0; save.onclick = () => { saved += 1; told.textContent = "Saved " + saved + " times"; };</script>`;
}

/** A page of about 5,000 elements: a long table with links, buttons and boxes to tick in every row. */
export function tablePage(): string {
  const rows = repeat(
    TABLE_ROWS,
    (i) => `<tr><td><input type="checkbox" aria-label="Select ${i}"></td><td>Person ${i}</td><td><a href="mailto:p${i}@example.test">p${i}@example.test</a></td>
      <td><span class="badge">active</span></td><td><button>Edit</button></td></tr>`,
  );
  return `<!doctype html><html lang="en"><title>People</title>${navigation}<main><h1>People</h1>
  <table><thead><tr><th>Choose<th>Name<th>Mail<th>State<th>Actions</tr></thead><tbody>${rows}</tbody></table></main>`;
}
