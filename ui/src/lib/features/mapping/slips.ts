import type { Slip } from "$lib/api";
import { count, sentenceList } from "$lib/ui/text";

/** "1 error and 2 warnings" */
export function counted(slips: Slip[]): string {
  const of = (severity: Slip["severity"]) => slips.filter((slip) => slip.severity === severity).length;
  const [errors, warnings] = [of("error"), of("warning")];
  return sentenceList(
    [errors ? count(errors, "error") : "", warnings ? count(warnings, "warning") : ""].filter(Boolean),
  );
}
