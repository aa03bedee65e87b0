/** The search as an address: what the form and the filters ask for, and changes of it. */

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

const NOT = "!";
/** What says how a search is looked at, not what is searched for. */
const LOOKS = ["view", "saved", "after"];

/** One field with one value, or none; everything else stays. Another search is no longer the saved one. */
export function withField(parameters: URLSearchParams, name: string, value: string): URLSearchParams {
  const told = new URLSearchParams(parameters);
  told.delete("after");
  if (!LOOKS.includes(name) && name !== "sort") told.delete("saved");
  if (value) told.set(name, value);
  else told.delete(name);
  return told;
}

/** A value of a filter asked for or no longer; asking for it ends its exclusion. */
export function withValue(parameters: URLSearchParams, name: string, value: string, on: boolean): URLSearchParams {
  const kept = parameters.getAll(name).filter((other) => other !== value && other !== NOT + value);
  return withAll(parameters, name, on ? [...kept, value] : kept);
}

/** A value of a filter excluded, or no longer where it was. */
export function withoutValue(parameters: URLSearchParams, name: string, value: string): URLSearchParams {
  const values = parameters.getAll(name);
  const kept = values.filter((other) => other !== value && other !== NOT + value);
  return withAll(parameters, name, values.includes(NOT + value) ? kept : [...kept, NOT + value]);
}

function withAll(parameters: URLSearchParams, name: string, values: string[]): URLSearchParams {
  const told = withField(parameters, name, "");
  for (const value of values) told.append(name, value);
  return told;
}

/** The search itself, without how it is looked at: what is saved, and what bulk work is done on. */
export function searched(parameters: URLSearchParams): string {
  const told = new URLSearchParams(parameters);
  for (const name of LOOKS) told.delete(name);
  if (told.get("sort") === "arranged") told.delete("sort");
  return told.toString();
}
