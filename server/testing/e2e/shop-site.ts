import { servePage } from "./serve-page.ts";

const row = (number: number, customer: string, total: string): string =>
  `<tr><td>Invoice ${number}</td><td>${customer}</td><td>${total}</td><td><button onclick="this.closest('tr').remove();say('Deleted invoice ${number}')">Delete</button></td></tr>`;

const PAGE = `<!doctype html><html lang="en"><title>Orders</title>
<body style="font-family:sans-serif;margin:24px">
<h1>Orders of May</h1>
<p id="said" role="status">Nothing happened</p>
<table border="1" cellpadding="6"><caption>Invoices</caption>
<tr><th>Number</th><th>Customer</th><th>Total</th><th>Actions</th></tr>
${row(7, "Ada", "12.50 EUR")}${row(8, "Grace", "99.00 EUR")}
</table>
<form onsubmit="event.preventDefault();say('Saved '+new FormData(this).get('customer')+', '+new FormData(this).get('colour'))">
<h2>New order</h2>
<p><label>Customer <input name="customer"></label></p>
<p><label>Colour <select name="colour"><option>Red</option><option>Blue</option></select></label></p>
<p><label><input type="checkbox" name="gift"> Gift wrap</label></p>
<p><button>Save order</button> <button type="button" disabled>Print order</button></p>
</form>
<script>function say(text) { document.getElementById("said").textContent = text }</script>
</body></html>`;

/** A page with a table whose rows have equal buttons, and a form: what instructions can be ambiguous about. */
export const startShopSite = () => servePage(PAGE);
