/** Text that others wrote, made fit for a terminal. */

/** It must not move the cursor or paint the terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}
