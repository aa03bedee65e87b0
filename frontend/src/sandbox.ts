/** The sandbox's public page: only its look. */
import "@fontsource-variable/noto-sans-sc/wght.css";
import "./sandbox/feed.css";
