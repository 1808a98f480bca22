import { mount } from "svelte";
import App from "./App.svelte";
import { keepInPlace } from "./shell/drops";
import { applyTheme } from "./shell/theme";
import "@fontsource-variable/inter/index.css";
import { applyZoom } from "./shell/zoom";
import "./styles/tokens.css";
import "./styles/components.css";
import "./styles/icons.css";
import "./styles/app.css";

applyTheme();
applyZoom();
keepInPlace(document);
mount(App, { target: document.body });
