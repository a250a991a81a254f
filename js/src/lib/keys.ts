/** Whether a key is somebody's typing, or a browser's own, and none of ours. */
export function isTyped(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target as HTMLElement;
  return target.matches("input:not([type=range]):not([type=checkbox]), textarea, select");
}
