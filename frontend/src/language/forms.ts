/** The rows of a term's form: another one, and one less. */

/** Put an empty row at the end, in the language of the one before it. */
export function addRow(list: HTMLElement, template: HTMLTemplateElement): void {
  const before = [...list.querySelectorAll<HTMLSelectElement>("select[name=language]")].at(-1);
  list.append(template.content.cloneNode(true));
  const made = list.lastElementChild as HTMLElement;
  if (before) made.querySelector<HTMLSelectElement>("select[name=language]")!.value = before.value;
  made.querySelector<HTMLElement>("[data-drop]")?.removeAttribute("hidden");
  made.querySelector<HTMLInputElement>("input[name=text]")!.focus();
}

/** Let each row be removed; nothing is stored before the form is. */
export function dropRows(list: HTMLElement): void {
  for (const button of list.querySelectorAll<HTMLElement>("[data-drop]")) button.hidden = false;
  list.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest("[data-drop]");
    const row = button?.closest("li");
    if (!row) return;
    const next = (row.nextElementSibling ?? row.previousElementSibling) as HTMLElement | null;
    row.remove();
    next?.querySelector<HTMLInputElement>("input[name=text]")?.focus();
  });
}
