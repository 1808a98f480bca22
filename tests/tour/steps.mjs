// Takes the steps of a tour one after the other, with a picture of each, and ends the program.
import { open } from "./window.mjs";

/** The program in its window, as the environment says, or what starts it in another one. */
export function start(application = process.env.LINTEL_DESKTOP) {
  const port = Number(process.env.DRIVER_PORT);
  if (!application || !port) {
    console.error("Set LINTEL_DESKTOP to the program and DRIVER_PORT to the port of a running tauri-driver.");
    process.exit(1);
  }
  return open({ application, port, pictures: process.env.TOUR_PICTURES || "target/tour" });
}

/** Each step has a `name` for its picture, says `what` it shows, does it in `act`, and may tidy up in `after`. */
export async function take(window, steps, { series = "" } = {}) {
  let passed = 0;
  try {
    for (const [index, { name, what, act, after }] of steps.entries()) {
      console.log(`${index + 1}. ${what}`);
      await act();
      for (const stopped of await window.stopped()) throw new Error(`The window's policy stopped something: ${stopped}`);
      // A value that has no words of its own stands in no sentence.
      const wordless = /.{0,40}(\[object |\bundefined\b|\bNaN\b).{0,40}/.exec(await window.text("body"));
      if (wordless) throw new Error(`The page shows a value without words: ${wordless[0]}`);
      if (!(await window.fits())) throw new Error(`The page is larger than its window: ${await window.sizes()}`);
      await window.picture(`${series}${index + 1}-${name}`);
      await after?.();
      passed += 1;
    }
  } catch (error) {
    console.error(error.message);
    try {
      await window.toMain();
      await window.picture("failure");
      console.error(await window.text("body"));
    } catch (another) {
      console.error(`The window could not be looked at: ${another.message}`);
    }
  } finally {
    await window.close().catch((error) => console.error(`The program was not closed: ${error.message}`));
  }
  console.log(`${passed} passed, ${steps.length - passed} failed`);
  return passed === steps.length;
}
