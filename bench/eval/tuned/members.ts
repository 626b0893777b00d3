import { casesOn } from "./on-page.ts";

const { explicit, ambiguous, nonsense } = casesOn("members.html");
const selected = "people.filter((p) => p.sel).map((p) => p.name.split(' ')[0]).join()";

/** A data table: the same controls in every row, sorting by its heads, paging, filtering, a menu per row. */
export const members = [
  explicit("members-edit-row", "click Edit in the row of Daniel Osei", "state.edited === 'Daniel Osei'"),
  explicit("members-delete", "delete Bo Lindqvist", "person('Bo').gone && people.filter((p) => p.gone).length === 1"),
  explicit("members-select-two", "tick the checkboxes of Alice Moreau and Elif Kaya", `${selected} === 'Alice,Elif'`),
  explicit(
    "members-role",
    "in the row of Bo Lindqvist, change the role to Editor",
    "person('Bo').role === 'Editor' && person('Alice').role === 'Editor' && person('Daniel').role === 'Viewer'",
  ),
  explicit("members-deactivate", "turn off Active for Alice Moreau", "!person('Alice').active && person('Carla').active"),
  explicit("members-activate", "turn on the Active switch in the row of Bo Lindqvist", "person('Bo').active"),
  explicit("members-sort", "sort the table by joined", "state.key === 'joined' && !state.down"),
  explicit("members-next", "go to the next page", "state.page === 1"),
  explicit("members-page", "open page 3", "state.page === 2"),
  explicit("members-size", "set rows per page to 25", "state.size === 25"),
  explicit("members-filter", "type kofi into Filter members", "shown().join() === 'Kofi Asante'"),
  explicit("members-filter-edit", "type Hana into Filter members and click Edit", "state.edited === 'Hana Sato'"),
  explicit("members-menu", "open the More actions menu of Carla Mendes and click Duplicate", "state.clicked === 'Duplicate:Carla Mendes'"),
  explicit("members-last-edit", "click the last Edit button", "state.edited === 'Elif Kaya'"),
  explicit("members-fourth", "select the fourth row", `${selected} === 'Daniel'`),
  explicit("members-all", "select all rows", `${selected} === 'Alice,Bo,Carla,Daniel,Elif'`),
  ambiguous("members-which-edit", "click Edit", "state.edited === null"),
  ambiguous("members-which-role", "set the role to Owner", "people.filter((p) => p.role === 'Owner').length === 2"),
  nonsense("members-nobody", "click Edit in the row of Quentin", "state.edited === null && touched === 0"),
  nonsense("members-no-archive", "archive Carla Mendes"),
];
