/** Follows a download that is being prepared, and shows the page anew when it is ready. */
const EVERY = 1500;
const LONGEST = 30_000; // milliseconds between two questions when nobody answers

export function wait(failures: number): number {
  return Math.min(LONGEST, EVERY * 2 ** failures);
}

export async function follow(place: HTMLElement): Promise<void> {
  const bar = place.querySelector("progress");
  for (let failures = 0; place.isConnected; ) {
    await new Promise((resolve) => setTimeout(resolve, wait(failures)));
    try {
      const answer = await fetch(place.dataset["ask"]!, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const told = (await answer.json()) as { state: string; percent: number };
      if (told.state !== "preparing") return location.reload();
      if (bar && told.percent > 0) bar.value = told.percent;
      failures = 0;
    } catch {
      failures += 1;
    }
  }
}
