/** Bytes to a signed address, with progress, which `fetch` does not tell. */

/** The store did not take it; `status` 0 where it did not answer. */
export class Refused extends Error {
  constructor(readonly status: number) {
    super(String(status));
  }
}

const SILENCE = 60_000; // milliseconds without a byte moving, after which the connection counts as gone

export function put(url: string, body: Blob, md5: string, signal: AbortSignal, onSent: (bytes: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let moved = performance.now();
    const watch = setInterval(() => performance.now() - moved > SILENCE && request.abort(), 5000);
    const stop = () => request.abort();
    const end = (run: () => void) => {
      clearInterval(watch);
      signal.removeEventListener("abort", stop);
      run();
    };
    request.open("PUT", url);
    request.setRequestHeader("Content-MD5", md5);
    request.upload.onprogress = (event) => {
      moved = performance.now();
      onSent(event.loaded);
    };
    request.onload = () => end(() => (request.status >= 200 && request.status < 300 ? resolve() : reject(new Refused(request.status))));
    request.onerror = () => end(() => reject(new Refused(0)));
    request.onabort = () => end(() => reject(signal.aborted ? new DOMException("paused", "AbortError") : new Refused(0)));
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) end(() => reject(new DOMException("paused", "AbortError")));
    else request.send(body);
  });
}
