/** Times and sizes as people read them. */

/** 75.24 -> "1:15.2"; whole seconds without the tenth when `tenths` is false. */
export function clock(seconds: number, tenths = true): string {
  const safe = Math.max(0, Number.isFinite(seconds) ? seconds : 0);
  const rounded = tenths ? Math.round(safe * 10) / 10 : Math.round(safe);
  const hours = Math.floor(rounded / 3600);
  const minutes = Math.floor((rounded % 3600) / 60);
  const rest = (rounded % 60).toFixed(tenths ? 1 : 0).padStart(tenths ? 4 : 2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** 1,536,000 -> "1.5 MB". */
export function bytes(count: number): string {
  const [value, unit] = scaled(count, 1000, ["B", "kB", "MB", "GB", "TB"]);
  return `${unit !== "B" && value < 100 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** 536,870,912 -> "512 MiB"; limits of platforms are powers of two. */
export function binary(count: number): string {
  const [value, unit] = scaled(count, 1024, ["B", "KiB", "MiB", "GiB", "TiB"]);
  return `${value < 10 && value % 1 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

function scaled(count: number, step: number, units: readonly string[]): [number, string] {
  let [value, unit] = [count, 0];
  while (value >= step && unit < units.length - 1) {
    value /= step;
    unit += 1;
  }
  return [value, units[unit]!];
}
