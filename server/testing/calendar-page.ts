/** Script of calendars as pages have them: a table with arrows, a flat grid without words for its days' dates. */
export const CALENDAR_SCRIPT = `
  const MONTHS = ["January","February","March","April","May","June","July","August","September","October","November","December"];
  function calendar(host, { year, month, table = true, arrows = ["«", "‹", "›", "»"], label = false, onPick, min = null }) {
    const pad = (n) => String(n).padStart(2, "0");
    const draw = () => {
      const first = new Date(year, month - 1, 1), last = new Date(year, month, 0).getDate(), lead = (first.getDay() + 6) % 7, before = new Date(year, month - 1, 0).getDate();
      const days = [];
      for (let i = lead; i > 0; i--) days.push({ n: before - i + 1, other: true });
      for (let n = 1; n <= last; n++) days.push({ n });
      for (let n = 1; days.length % 7; n++) days.push({ n, other: true });
      const turn = { "«": -12, "‹": -1, "›": 1, "»": 12, "◀": -1, "▶": 1, "Prev": -1, "Next": 1 };
      const side = (list) => list.map((a) => '<button type=button data-by=' + turn[a] + '>' + a + '</button>').join("");
      const half = arrows.length / 2;
      const head = '<div class=head style="display:flex;justify-content:space-between">' + side(arrows.slice(0, half)) + '<span class=title>' + MONTHS[month - 1] + ' ' + year + '</span>' + side(arrows.slice(half)) + '</div>';
      const off = (n) => min && year + "-" + pad(month) + "-" + pad(n) < min;
      const cell = (d) => table
        ? '<td' + (d.other ? ' class=other' : '') + '><button type=button ' + (d.other || off(d.n) ? 'disabled' : '') + (label && !d.other ? ' aria-label="' + MONTHS[month - 1] + ' ' + d.n + ', ' + year + '"' : '') + '>' + d.n + '</button></td>'
        : '<div class="day' + (d.other ? ' other' : '') + '" style="width:14%;cursor:pointer">' + d.n + '</div>';
      const rows = [];
      for (let i = 0; i < days.length; i += 7) rows.push(days.slice(i, i + 7).map(cell).join(""));
      host.innerHTML = head + (table ? '<table>' + rows.map((r) => '<tr>' + r + '</tr>').join("") + '</table>' : '<div class=days style="display:flex;flex-wrap:wrap;width:280px">' + rows.join("") + '</div>');
      for (const b of host.querySelectorAll("[data-by]")) b.onclick = () => { const at = year * 12 + month - 1 + Number(b.dataset.by); year = Math.floor(at / 12); month = at % 12 + 1; draw() };
      const cells = [...host.querySelectorAll(table ? "td:not(.other) button" : ".day:not(.other)")];
      for (const one of cells) one.onclick = () => { for (const c of cells) c.classList.toggle("on", c === one); onPick(year + "-" + pad(month) + "-" + pad(one.textContent)) };
    };
    draw();
    return { to: (y, m) => { year = y; month = m; draw() } };
  }`;
