/** The page of all collections: make one. */
import "./footage/footage.css";
import "./library/library.css";
import { make } from "./library/collection";

const data = document.querySelector("#collections-data");
if (data) {
  const { url } = JSON.parse(data.textContent ?? "{}") as { url: string };
  document.querySelector("#make")?.addEventListener("click", () => make(url, (made) => window.location.assign(made.url)));
}
