import { SvelteSet } from "svelte/reactivity";

/** The connections made since the program began whose next steps are still shown, by ID. */
export const nextSteps = new SvelteSet<string>();
