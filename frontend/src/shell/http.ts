/** Requests to our own server: CSRF token, JSON in and out, errors as sentences a person can read. */
import { t } from "./messages";

export class RequestError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly body: Record<string, unknown>,
  ) {
    super(message);
  }
}

export function csrfToken(): string {
  const cookie = document.cookie.split("; ").find((entry) => entry.startsWith("csrftoken="));
  if (cookie) return decodeURIComponent(cookie.slice("csrftoken=".length));
  return document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

/** Send `data` as JSON; the answer's `error` field, if any, becomes the message of a RequestError. */
export async function send<T = Record<string, unknown>>(method: string, url: string, data?: unknown, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      credentials: "same-origin",
      headers: {
        Accept: "application/json",
        "X-CSRFToken": csrfToken(),
        "X-Requested-With": "XMLHttpRequest",
        ...(data === undefined ? {} : { "Content-Type": "application/json" }),
      },
      body: data === undefined ? undefined : JSON.stringify(data),
      signal,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new RequestError(t("noAnswer"), 0, {});
  }
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (!response.ok) {
    const message = typeof body.error === "string" ? body.error : t("refused", { status: String(response.status) });
    throw new RequestError(message, response.status, body);
  }
  return body as T;
}

export const get = <T = Record<string, unknown>>(url: string, signal?: AbortSignal) => send<T>("GET", url, undefined, signal);
export const post = <T = Record<string, unknown>>(url: string, data: unknown = {}) => send<T>("POST", url, data);
