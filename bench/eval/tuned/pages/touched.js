// Counts what a person's hand would do here; a page where an instruction was declined has counted nothing.
window.touched = 0;
for (const kind of ["mousedown", "keydown", "input", "change", "submit", "dragstart", "wheel"]) {
  addEventListener(
    kind,
    (event) => {
      if (event.isTrusted) window.touched += 1;
    },
    true,
  );
}
