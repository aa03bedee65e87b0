/** Channels, deliveries, partners and reports: server-rendered pages with a little help. */
import "./desk/desk.css";
import "./insights/charts.css";
import "./desk/ledger.css";
import { confirmations } from "./desk/confirmations";

confirmations();
