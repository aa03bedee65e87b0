/** A search form as an address: empty fields and what is the default anyway are left out. */
export function address(action: string, entries: Iterable<[string, string]>): string {
  const told = new URLSearchParams();
  for (const [name, value] of entries) {
    const kept = name === "q" ? value.trim() : value;
    if (kept && !(name === "sort" && kept === "rarest")) told.append(name, kept);
  }
  const text = told.toString();
  return text ? `${action}?${text}` : action;
}
