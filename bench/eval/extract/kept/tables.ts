import { day, flag, list, number, object, text, whole } from "../../../../server/testing/pages/page-case.ts";
import type { ExtractCase } from "../case.ts";

/** Tables: spans, row headers, sums, several of them, other languages' numbers. */
export const TABLES: readonly ExtractCase[] = [
  {
    id: "kept-timetable-spans",
    html: `<h1>Course plan</h1><table><thead><tr><th>Day<th>Time<th>Course<th>Room</tr></thead><tbody>
    <tr><td rowspan=2>Monday<td>09:00<td>Pottery<td>A1</tr><tr><td>11:00<td>Drawing<td>B2</tr>
    <tr><td rowspan=3>Tuesday<td>08:30<td>Spanish<td rowspan=2>C3</tr><tr><td>10:00<td>French</tr><tr><td>14:00<td>Chess<td>Hall</tr></tbody></table>`,
    schema: object({ courses: list(object({ day: text, time: text, course: text, room: text }, ["course"])) }),
    truth: {
      courses: [
        { day: "Monday", time: "09:00", course: "Pottery", room: "A1" },
        { day: "Monday", time: "11:00", course: "Drawing", room: "B2" },
        { day: "Tuesday", time: "08:30", course: "Spanish", room: "C3" },
        { day: "Tuesday", time: "10:00", course: "French", room: "C3" },
        { day: "Tuesday", time: "14:00", course: "Chess", room: "Hall" },
      ],
    },
  },
  {
    id: "kept-league",
    html: `<h1>District league</h1><h2>Standings</h2><table><tr><th>#<th>Club<th>Played<th>Won<th>Goals<th>Points</tr>${[
      ["1", "Harbour United", "20", "14", "44:19", "45"],
      ["2", "Rovers", "20", "12", "38:22", "39"],
      ["3", "Mill Athletic", "20", "9", "30:30", "31"],
    ]
      .map(([first, club, ...rest]) => `<tr><td>${first}<th scope=row>${club}</th>${rest.map((cell) => `<td>${cell}`).join("")}</tr>`)
      .join("")}<tfoot><tr><td colspan=5>Teams<td>3</tr></tfoot></table>
    <h2>Top scorers</h2><table><tr><th>Player<th>Club<th>Goals</tr><tr><td>I. Vance<td>Rovers<td>17</tr><tr><td>P. Odum<td>Harbour United<td>15</tr></table>`,
    schema: object({
      standings: list(object({ club: text, played: whole, won: whole, points: whole })),
      topScorers: list(object({ player: text, club: text, goals: whole })),
    }),
    truth: {
      standings: [
        { club: "Harbour United", played: 20, won: 14, points: 45 },
        { club: "Rovers", played: 20, won: 12, points: 39 },
        { club: "Mill Athletic", played: 20, won: 9, points: 31 },
      ],
      topScorers: [
        { player: "I. Vance", club: "Rovers", goals: 17 },
        { player: "P. Odum", club: "Harbour United", goals: 15 },
      ],
    },
  },
  {
    id: "kept-french-table",
    html: `<html lang="fr"><h1>Dépenses</h1><table><thead><tr><th>Libellé</th><th>Date</th><th>Montant</th><th>TVA</th></tr></thead><tbody><tr><td>Loyer</td><td>1 mars 2024</td><td>1 234,56 €</td><td>20 %</td></tr><tr><td>Électricité</td><td>15 avril 2024</td><td>98,10 €</td><td>5,5 %</td></tr><tr><td>Papeterie</td><td>2 août 2024</td><td>12,00 €</td><td>20 %</td></tr></tbody><tfoot><tr><td>Total</td><td></td><td>1 344,66 €</td><td></td></tr></tfoot></table>`,
    schema: object({ depenses: list(object({ libelle: text, date: day, montant: number, tva: number })) }),
    truth: {
      depenses: [
        { libelle: "Loyer", date: "2024-03-01", montant: 1234.56, tva: 20 },
        { libelle: "Électricité", date: "2024-04-15", montant: 98.1, tva: 5.5 },
        { libelle: "Papeterie", date: "2024-08-02", montant: 12, tva: 20 },
      ],
    },
  },
  {
    id: "kept-phones-in-columns",
    html: `<h1>Which phone?</h1><table class="compare"><thead><tr><th></th><th>Onyx 5</th><th>Onyx 5 Plus</th><th>Pebble</th></tr></thead><tbody><tr><th>Price</th><td>$499</td><td>$649.50</td><td>$299</td></tr><tr><th>Battery</th><td>4,100 mAh</td><td>5,000 mAh</td><td>3,900 mAh</td></tr><tr><th>Headphone jack</th><td>No</td><td>No</td><td>Yes</td></tr><tr><th>Released</th><td>Feb 2, 2024</td><td>Feb 2, 2024</td><td>June 19, 2023</td></tr></tbody></table>`,
    schema: object({ phones: list(object({ price: number, battery: whole, headphoneJack: flag, released: day })) }),
    truth: {
      phones: [
        { price: 499, battery: 4100, headphoneJack: false, released: "2024-02-02" },
        { price: 649.5, battery: 5000, headphoneJack: false, released: "2024-02-02" },
        { price: 299, battery: 3900, headphoneJack: true, released: "2023-06-19" },
      ],
    },
  },
  {
    id: "kept-iframe-table",
    html: `<h1>Depot</h1><p>The list below comes from the warehouse.</p><iframe srcdoc="<table><tr><th>Part no.<th>Bin<th>On hand</tr><tr><td>K-100<td>R2<td>14</tr><tr><td>K-205<td>R7<td>0</tr><tr><td>L-001<td>S1<td>1,250</tr></table>" style="width:600px;height:300px"></iframe>`,
    schema: list(object({ partNumber: text, bin: text, onHand: whole }, ["partNumber"])),
    truth: [
      { partNumber: "K-100", bin: "R2", onHand: 14 },
      { partNumber: "K-205", bin: "R7", onHand: 0 },
      { partNumber: "L-001", bin: "S1", onHand: 1250 },
    ],
  },
  {
    id: "kept-grouped-rows",
    html: `<h1>Departures</h1><table role=grid><thead><tr role=row><th>Train</th><th>To</th><th>Leaves</th><th>Platform</th><th>Status</th></tr></thead><tbody><tr><td>IC 204</td><td>Basel</td><td>07:04</td><td>9</td><td>On time</td></tr><tr><td>RE 17</td><td>Ulm</td><td>07:12</td><td>3</td><td>Delayed</td></tr><tr><td>S 6</td><td>Airport</td><td>07:15</td><td>1</td><td>Cancelled</td></tr></tbody></table>`,
    schema: object({
      departures: list(
        object({ train: text, destination: text, leaves: text, platform: whole, status: { enum: ["on time", "delayed", "cancelled"] } }, ["train"]),
      ),
    }),
    instruction: "departures; the destination is in the column To",
    truth: {
      departures: [
        { train: "IC 204", destination: "Basel", leaves: "07:04", platform: 9, status: "on time" },
        { train: "RE 17", destination: "Ulm", leaves: "07:12", platform: 3, status: "delayed" },
        { train: "S 6", destination: "Airport", leaves: "07:15", platform: 1, status: "cancelled" },
      ],
    },
  },
];
