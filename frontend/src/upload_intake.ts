/** The intake page needs its look only. */
import "./upload/intake.css";
