import { day, flag, list, number, object, text, whole } from "../../../../server/testing/pages/page-case.ts";
import type { ExtractCase } from "../case.ts";

/** Tables of all kinds. */
export const TABLES: readonly ExtractCase[] = [
  {
    id: "bus-rowspans",
    html: `<h1>Buses</h1><table><tr><th>Line</th><th>Stop</th><th>Departs</th></tr><tr><td rowspan="2">12</td><td>Market</td><td>06:10</td></tr><tr><td>Station</td><td>06:22</td></tr><tr><td rowspan="2">40</td><td>School</td><td>07:00</td></tr><tr><td>Harbour</td><td>07:25</td></tr></table>`,
    schema: list(object({ line: text, stop: text, departs: text })),
    truth: [
      { line: "12", stop: "Market", departs: "06:10" },
      { line: "12", stop: "Station", departs: "06:22" },
      { line: "40", stop: "School", departs: "07:00" },
      { line: "40", stop: "Harbour", departs: "07:25" },
    ],
  },
  {
    id: "two-header-rows",
    html: `<table><thead><tr><th rowspan="2">City</th><th colspan="2">Temperature</th><th colspan="2">Rain</th></tr><tr><th>Min</th><th>Max</th><th>Days</th><th>mm</th></tr></thead><tbody><tr><th>Oslo</th><td>-7</td><td>22</td><td>113</td><td>763</td></tr><tr><th>Rome</th><td>3</td><td>31</td><td>78</td><td>837</td></tr></tbody></table>`,
    schema: object({ cities: list(object({ city: text, temperatureMin: number, temperatureMax: number, rainDays: whole, rainMm: whole })) }),
    truth: {
      cities: [
        { city: "Oslo", temperatureMin: -7, temperatureMax: 22, rainDays: 113, rainMm: 763 },
        { city: "Rome", temperatureMin: 3, temperatureMax: 31, rainDays: 78, rainMm: 837 },
      ],
    },
  },
  {
    id: "grouped-table",
    html: `<h1>Stock</h1><table><thead><tr><th>Article<th>Count<th>Price</thead><tbody><tr><th colspan=3>Fruit</tr><tr><td>Apples<td>120<td>$0.40</tr><tr><td>Pears<td>80<td>$0.55</tr></tbody><tbody><tr><th colspan=3>Bread</tr><tr><td>Rye<td>14<td>$3.20</tr></tbody><tfoot><tr><td>Total<td>214<td></tr></tfoot></table>`,
    schema: object({ articles: list(object({ article: text, count: whole, price: number }, ["article", "price"])) }),
    truth: {
      articles: [
        { article: "Apples", count: 120, price: 0.4 },
        { article: "Pears", count: 80, price: 0.55 },
        { article: "Rye", count: 14, price: 3.2 },
      ],
    },
  },
  {
    id: "wide-table-among-others",
    html: `<table class="layout"><tr><td><a href="/">Home</a></td><td><a href="/about">About</a></td></tr></table><h2>Servers</h2><table id="servers"><thead><tr><th>Host</th><th>IP address</th><th>CPU</th><th>Memory</th><th>Uptime</th><th>Healthy</th><th></th></tr></thead><tbody><tr><td>web-1</td><td>10.0.0.11</td><td>12.5%</td><td>3.2 GB</td><td>41 days</td><td>✓</td><td><button>Restart</button></td></tr><tr><td>web-2</td><td>10.0.0.12</td><td>90%</td><td>7.9 GB</td><td>2 days</td><td>✗</td><td><button>Restart</button></td></tr></tbody></table><h2>Alerts</h2><table><tr><th>Time</th><th>Host</th><th>Message</th></tr><tr><td>2024-02-02 10:11</td><td>web-2</td><td>CPU above 85%</td></tr></table>`,
    schema: object({
      servers: list(object({ host: text, ipAddress: text, cpu: number, memory: number, uptime: text, healthy: flag })),
      alerts: list(object({ time: { type: "string", format: "date-time" }, host: text, message: text })),
    }),
    truth: {
      servers: [
        { host: "web-1", ipAddress: "10.0.0.11", cpu: 12.5, memory: 3.2, uptime: "41 days", healthy: true },
        { host: "web-2", ipAddress: "10.0.0.12", cpu: 90, memory: 7.9, uptime: "2 days", healthy: false },
      ],
      alerts: [{ time: "2024-02-02T10:11:00.000Z", host: "web-2", message: "CPU above 85%" }],
    },
  },
  {
    id: "statement",
    html: `<h1>Account statement</h1><p>Account holder: R. Petrov</p><p>IBAN: DE89 3704 0044 0532 0130 00</p><table><tr><th>Booked<th>Text<th>Debit<th>Credit<th>Balance</tr><tr><td>02/14/2024<td>Rent<td>-850.00<td><td>1,150.00</tr><tr><td>02/28/2024<td>Salary<td><td>2,400.00<td>3,550.00</tr><tr><td>02/29/2024<td>Groceries<td>(45.90)<td><td>3,504.10</tr></table>`,
    schema: object({ accountHolder: text, iban: text, bookings: list(object({ booked: day, text: text, debit: number, credit: number, balance: number })) }),
    truth: {
      accountHolder: "R. Petrov",
      iban: "DE89 3704 0044 0532 0130 00",
      bookings: [
        { booked: "2024-02-14", text: "Rent", debit: -850, balance: 1150 },
        { booked: "2024-02-28", text: "Salary", credit: 2400, balance: 3550 },
        { booked: "2024-02-29", text: "Groceries", debit: -45.9, balance: 3504.1 },
      ],
    },
  },
];
