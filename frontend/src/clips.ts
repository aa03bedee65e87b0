/** The lists of clips and of their captions need no script, only their look. */
import "./clip/cards.css";
