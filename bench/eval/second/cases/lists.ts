import type { EvalCase } from "../../case.ts";
import { casesOf, fields, same } from "../../write.ts";

const board = casesOf("board.html");
const contacts = casesOf("contacts.html");
const files = casesOf("files.html");
const player = casesOf("player.html");
const tasks = casesOf("tasks.html");

const begun = {
  "To do": ["Fix login", "Write docs", "Review copy"],
  "In progress": ["Update logo", "Review copy"],
  "In review": ["Choose fonts"],
  Done: ["Buy domain"],
  archived: [],
};
const songs = ["So What", "Blue Train", "Naima", "Giant Steps", "Take Five"];
const openFolders = (paths: readonly string[]): string => `files.open = ${JSON.stringify(paths)}; drawFiles()`;

/** Cards to drag, a list that holds only what is in view, a tree of files, a playlist, and tasks that are drawn anew at each change. */
export const listCases: readonly EvalCase[] = [
  board.explicit(
    "done",
    "Drag 'Fix login' to Done",
    `${same("board['To do']", ["Write docs", "Review copy"])} && ${same("board.Done.toSorted()", ["Buy domain", "Fix login"])}`,
  ),
  board.explicit(
    "logo",
    "Drag the Update logo card to the In review column",
    `${same("board['In progress']", ["Review copy"])} && ${same("board['In review'].toSorted()", ["Choose fonts", "Update logo"])}`,
  ),
  board.explicit("archive", "Click Archive card on Choose fonts", same("board", { ...begun, "In review": [], archived: ["Choose fonts"] })),
  board.explicit(
    "add",
    "Click Add card under In progress, type 'Call vendor' and press Enter",
    same("board", { ...begun, "In progress": ["Update logo", "Review copy", "Call vendor"] }),
  ),
  board.ambiguous("add-where", "Click Add card"),
  board.ambiguous("copy", "Drag 'Review copy' to Done"),
  board.nonsense("backlog", "Drag 'Fix login' to Backlog"),

  contacts.explicit("call", "Click Call next to Aaron Costa", same("directory.called", ["Aaron Costa"])),
  contacts.explicit("find", "Type Ito into Find people and click the third person in the list", same("directory.opened", ["Carla Ito"])),
  contacts.explicit("end", "Scroll to the bottom of the People list, then click Zoltan Lopez", same("directory.opened", ["Zoltan Lopez"])),
  contacts.explicit("scroll", "Scroll down to Mina Gruber and click her name", same("directory.opened", ["Mina Gruber"])),
  contacts.ambiguous("aaron", "Call Aaron"),
  contacts.ambiguous("invite", "Press Invite"),
  contacts.nonsense("fax", "Click Send fax next to Aaron Costa"),

  files.explicit("open", "Expand Pictures, expand Lisbon and double-click river.jpg", `files.opened === "/Pictures/Lisbon/river.jpg"`),
  files.explicit("folder", "Click New folder, type Recipes into Folder name and press Create", same("files.folders", ["Recipes"])),
  files.explicit("duplicate", "Right-click Music and choose Duplicate", same("files.did", ["Duplicate /Music"])),
  files.explicit(
    "rename",
    "Right-click Music, choose Rename, clear the New name field, type Songs into it and press Enter",
    same("files.renamed", { "/Music": "Songs" }),
  ),
  files.explicit("trash", "Select Music and click Move to trash", same("files.trashed", ["/Music"])),
  files.explicit("notes", "Double-click notes.txt under Taxes", `files.opened === "/Documents/Taxes/notes.txt"`, {
    prepare: openFolders(["/Documents", "/Documents/Taxes", "/Pictures"]),
  }),
  files.explicit("collapse", "Collapse Documents", same("files.open", ["/Pictures"]), { prepare: openFolders(["/Documents", "/Pictures"]) }),
  files.ambiguous("which-notes", "Double-click notes.txt", { prepare: openFolders(["/Documents", "/Documents/Taxes", "/Pictures"]) }),
  files.nonsense("budget", "Double-click budget-2031.xlsx"),

  player.explicit("play", "Double-click Giant Steps", `player.now === "Giant Steps"`),
  player.explicit("volume", "Set the volume to 20", fields({ "#volume": "20" })),
  player.explicit("like", "Click Like next to Naima", same("player.liked", ["Naima"])),
  player.explicit("shuffle", "turn on Shuffle", "player.shuffle && !player.mute"),
  player.explicit("reorder", "Drag the handle of Take Five to So What", same("player.songs", ["Take Five", ...songs.slice(0, 4)])),
  player.explicit("skip", "Click Play and then click Next track twice", `player.now === "Naima"`),
  player.explicit("speed", "Choose 1.5× from Speed", fields({ "#speed": "1.5" })),
  player.ambiguous("like-which", "Click Like"),
  player.nonsense("rhapsody", "Double-click Bohemian Rhapsody"),

  tasks.explicit("add", "Type 'Buy stamps' into \"What needs to be done?\" and press Enter", same("tasks.list.at(-1).text", "Buy stamps")),
  tasks.explicit("tick", "Tick Pay the rent", same("tasks.list.filter((task) => task.done).map((task) => task.id)", [2, 3])),
  tasks.explicit("untick", "Uncheck 'Call the dentist'", "tasks.list.length === 4 && tasks.list.every((task) => !task.done)"),
  tasks.explicit("delete", "Click Delete next to 'Pick up parcel', then click Delete in the dialog", same("tasks.list.map((task) => task.id)", [1, 2, 3])),
  tasks.explicit(
    "edit",
    "Double-click 'Water the plants', type 'Water the garden' into Edit task and press Enter",
    same("tasks.list[0].text", "Water the garden"),
  ),
  tasks.explicit("filter", "Click Completed", `tasks.filter === "Completed" && tasks.list.length === 4`),
  tasks.explicit("keep", 'press "Keep it"', `!document.getElementById("sure").open && tasks.list.length === 4`, {
    prepare: `document.querySelector("li [aria-label=Delete]").click()`,
  }),
  tasks.ambiguous("delete-which", "Delete the task"),
  tasks.nonsense("llama", "Tick 'Feed the llama'"),
];
