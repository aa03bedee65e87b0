/** The bar at the foot: there only while something is ticked, with its number; shift-click ticks a range. */
export function ticking(bulk: HTMLFormElement): void {
  const boxes = [...document.querySelectorAll<HTMLInputElement>("input[name=footage][form=bulk]")];
  const all = bulk.querySelector<HTMLInputElement>("#all")!;
  const number = bulk.querySelector<HTMLElement>("#ticked")!;
  let last = -1;

  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    bulk.classList.toggle("qu-bulk--open", ticked > 0);
    number.textContent = ticked ? `(${ticked})` : "";
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    for (const box of boxes) box.closest(".qu-piece")?.classList.toggle("qu-piece--ticked", box.checked);
  };
  boxes.forEach((box, index) => {
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last >= 0) {
        for (let each = Math.min(last, index); each <= Math.max(last, index); each += 1) boxes[each]!.checked = box.checked;
      }
      last = index;
      show();
    });
  });
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  bulk.classList.add("qu-bulk--scripted");
  show();
}
