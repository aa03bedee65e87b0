/** Posts that wait for this person: one after the other, or several at once. */
import "./approvals/approvals.css";
import { approvals } from "./approvals/page";

const root = document.querySelector<HTMLElement>("#approvals");
if (root) approvals(root);
