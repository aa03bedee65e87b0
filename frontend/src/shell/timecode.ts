/** Pictures and time codes. Seconds unless said otherwise. */

/** To the millisecond, as times are stored. */
export const tidy = (seconds: number) => Math.round(seconds * 1000) / 1000;
export const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);

/** The beginning of the picture that is shown at `time`. */
export function snap(time: number, rate: number): number {
  return tidy(Math.floor(time * rate + 0.02) / rate);
}

/** `pictures` further (or back), inside `length`. */
export function step(time: number, pictures: number, rate: number, length: number): number {
  const last = Math.max(0, Math.ceil(length * rate - 0.01) - 1);
  return tidy(clamp(Math.floor(time * rate + 0.02) + pictures, 0, last) / rate);
}

/** "0:04:12": minutes, seconds, pictures; with hours in front where there are any. */
export function timecode(time: number, rate: number): string {
  const whole = Math.max(1, Math.round(rate));
  const pictures = Math.max(0, Math.round(time * rate));
  const rest = String(pictures % whole).padStart(2, "0");
  const seconds = Math.floor(pictures / whole);
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return `${hours ? `${hours}:` : ""}${hours ? two(Math.floor(seconds / 60) % 60) : Math.floor(seconds / 60)}:${two(seconds % 60)}:${rest}`;
}
